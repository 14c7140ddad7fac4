package dev.clue.cli.report;

import dev.clue.cli.diff.SideEvidence;
import dev.clue.cli.output.Words;
import dev.clue.eval.diff.ImageFlip;
import dev.clue.eval.diff.PreconditionChange;
import dev.clue.eval.diff.RuleFlip;
import dev.clue.image.Box;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns a flip into what the page shows. */
final class DiffCardMaker {

    private final ImageFlip flip;
    private final int width;
    private final int height;
    private final Map<Box, Card.Region> regions = new LinkedHashMap<>();

    private DiffCardMaker(ImageFlip flip) {
        this.flip = flip;
        Integer columns = flip.after().image().width();
        Integer rows = flip.after().image().height();
        this.width = columns == null ? 1 : columns;
        this.height = rows == null ? 1 : rows;
    }

    static DiffCard card(long number, ImageFlip flip, @Nullable Picture picture, String noPicture) {
        DiffCardMaker maker = new DiffCardMaker(flip);
        List<DiffCard.RuleDiff> rules = flip.rules().stream().map(maker::rule).toList();
        return new DiffCard(
                "image-" + number,
                lower(flip.before().outcome()),
                lower(flip.after().outcome()),
                flip.before().image().uri(),
                maker.notices(),
                picture,
                noPicture,
                maker.width,
                maker.height,
                List.copyOf(maker.regions.values()),
                rules);
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        if (!flip.before().image().uri().equals(flip.after().image().uri())) {
            notices.add("in the second run: " + flip.after().image().uri());
        }
        if (flip.fileChanged()) {
            notices.add("the file changed between the runs");
        }
        error("before: ", flip.before(), notices);
        error("after: ", flip.after(), notices);
        return notices;
    }

    private static void error(String side, ImageVerdict verdict, List<String> notices) {
        if (verdict.error() != null) {
            notices.add(side + verdict.error().kind() + ": " + verdict.error().message());
        }
    }

    private DiffCard.RuleDiff rule(RuleFlip rule) {
        List<String> causes = new ArrayList<>();
        cause("before: ", rule.before(), causes);
        cause("after: ", rule.after(), causes);
        return new DiffCard.RuleDiff(
                rule.id(),
                words(rule.before()),
                outcome(rule.before()),
                words(rule.after()),
                outcome(rule.after()),
                causes,
                rule.preconditions().stream().map(this::link).toList());
    }

    private static void cause(String side, @Nullable RuleVerdict rule, List<String> causes) {
        if (rule != null && rule.cause() != null) {
            causes.add(side + rule.cause().kind() + ": " + rule.cause().message());
        }
    }

    private static String words(@Nullable RuleVerdict rule) {
        if (rule == null) {
            return "no such rule";
        }
        return rule.outcome() == RuleVerdict.Outcome.NOT_RELEVANT
                ? Words.of(rule.outcome())
                : Words.of(rule.outcome()) + " " + number(rule.score());
    }

    private static String outcome(@Nullable RuleVerdict rule) {
        return rule == null ? "none" : lower(rule.outcome());
    }

    private DiffCard.LinkDiff link(PreconditionChange change) {
        return new DiffCard.LinkDiff(
                change.flipped(),
                change.statements().stream()
                        .map(statement -> new DiffCard.StatementDiff(
                                statement.statement(), side(statement.before()), side(statement.after())))
                        .toList());
    }

    private DiffCard.@Nullable Side side(@Nullable StatementVerdict statement) {
        return statement == null
                ? null
                : new DiffCard.Side(
                        Words.of(statement.outcome()),
                        number(statement.score()),
                        SideEvidence.line(statement),
                        region(statement),
                        statement.rationale());
    }

    private @Nullable Integer region(StatementVerdict statement) {
        StatementVerdict.Region region = statement.region();
        if (region == null) {
            return null;
        }
        return regions.computeIfAbsent(
                        region.box(),
                        box -> new Card.Region(
                                regions.size() + 1,
                                statement.statement(),
                                lower(statement.outcome()),
                                box,
                                Card.fontSize(width, height)))
                .number();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
