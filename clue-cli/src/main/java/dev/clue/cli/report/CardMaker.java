package dev.clue.cli.report;

import dev.clue.cli.output.StatementText;
import dev.clue.cli.output.Words;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.Rule;
import dev.clue.image.Box;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns a verdict into what the report shows. */
public final class CardMaker {

    private final Map<String, Rule> rules;
    private final Thresholds thresholds;

    /** For verdicts by this constitution with these thresholds. */
    public CardMaker(Constitution constitution, Thresholds thresholds) {
        this.rules = constitution.rules().stream().collect(Collectors.toMap(Rule::id, Function.identity()));
        this.thresholds = thresholds;
    }

    /** The card of an image, in which a rule that is violated or undecided is unfolded. */
    public Card card(long number, ImageVerdict verdict, @Nullable Picture picture, String noPicture) {
        return card(number, verdict, picture, noPicture, Set.of());
    }

    /**
     * The card of an image.
     *
     * @param number unique in the page
     * @param verdict what was found
     * @param picture what it looks like, or null
     * @param noPicture why there is no picture; empty where there is one
     * @param alsoUnfolded ids of rules that are unfolded although they are not violated
     */
    public Card card(
            long number, ImageVerdict verdict, @Nullable Picture picture, String noPicture, Set<String> alsoUnfolded) {
        int width = verdict.image().width() == null ? 1 : verdict.image().width();
        int height = verdict.image().height() == null ? 1 : verdict.image().height();
        Map<Box, Card.Region> regions = regions(verdict, Card.fontSize(width, height));
        return new Card(
                "image-" + number,
                lower(verdict.outcome()),
                verdict.image().uri(),
                facts(verdict),
                message(verdict.error()),
                picture,
                noPicture,
                width,
                height,
                List.copyOf(regions.values()),
                crops(verdict),
                verdict.rules().stream()
                        .filter(rule -> rule.outcome() != RuleVerdict.Outcome.NOT_RELEVANT)
                        .map(rule -> ruleCard(rule, regions, alsoUnfolded.contains(rule.id())))
                        .toList(),
                notRelevant(verdict));
    }

    private static Map<Box, Card.Region> regions(ImageVerdict verdict, int fontSize) {
        Map<Box, Card.Region> regions = new LinkedHashMap<>();
        for (RuleVerdict rule : verdict.rules()) {
            for (PreconditionVerdict precondition : rule.preconditions()) {
                for (StatementVerdict statement : precondition.any()) {
                    StatementVerdict.Region region = statement.region();
                    if (region != null) {
                        regions.computeIfAbsent(
                                region.box(),
                                box -> new Card.Region(
                                        regions.size() + 1,
                                        statement.statement(),
                                        lower(statement.outcome()),
                                        box,
                                        fontSize));
                    }
                }
            }
        }
        return regions;
    }

    private static List<Box> crops(ImageVerdict verdict) {
        return verdict.rules().stream()
                .flatMap(rule -> rule.preconditions().stream())
                .flatMap(precondition -> precondition.any().stream())
                .map(StatementVerdict::region)
                .filter(Objects::nonNull)
                .map(StatementVerdict.Region::crop)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private Card.RuleCard ruleCard(RuleVerdict rule, Map<Box, Card.Region> regions, boolean alsoUnfolded) {
        Rule source = rules.get(rule.id());
        String relevance = rule.relevance() == null ? "" : number(", relevance %.2f", rule.relevance());
        return new Card.RuleCard(
                rule.id(),
                lower(rule.outcome()),
                Words.of(rule.outcome()),
                number("score %.2f", rule.score()) + relevance,
                source == null ? null : source.text(),
                message(rule.cause()),
                alsoUnfolded || rule.outcome() != RuleVerdict.Outcome.NOT_VIOLATED,
                rule.preconditions().stream()
                        .map(precondition -> link(precondition, regions))
                        .toList());
    }

    private Card.Link link(PreconditionVerdict precondition, Map<Box, Card.Region> regions) {
        return new Card.Link(
                lower(precondition.outcome()),
                precondition.any().stream()
                        .map(statement -> statementCard(statement, regions))
                        .toList());
    }

    private Card.StatementCard statementCard(StatementVerdict statement, Map<Box, Card.Region> regions) {
        Double score = statement.pYes();
        Double prior = statement.prior();
        Scale scale = score == null || prior == null ? null : Scale.of(statement.statement(), score, prior, thresholds);
        StatementVerdict.Region region = statement.region();
        Card.Region drawn = region == null ? null : regions.get(region.box());
        return new Card.StatementCard(
                statement.statement(),
                lower(statement.outcome()),
                scale,
                drawn == null ? null : drawn.number(),
                evidence(statement),
                statement.rationale(),
                message(statement.cause()));
    }

    private List<String> evidence(StatementVerdict statement) {
        List<String> lines = new ArrayList<>();
        StatementText.meaningless(statement, thresholds).ifPresent(lines::add);
        StatementText.region(statement, thresholds).ifPresent(lines::add);
        lines.add("decided by " + Words.of(statement.by()) + number(", score %.2f", statement.score()));
        return lines;
    }

    private static String facts(ImageVerdict verdict) {
        StringBuilder text = new StringBuilder(number("score %.2f", verdict.score()));
        if (verdict.image().width() != null && verdict.image().height() != null) {
            text.append(" · ")
                    .append(verdict.image().width())
                    .append(" × ")
                    .append(verdict.image().height());
        }
        if (verdict.image().frame() > 0) {
            text.append(" · frame ").append(verdict.image().frame());
        }
        text.append(" · ").append(Words.count(verdict.usage().calls(), "model call"));
        Double total = verdict.timingMillis().get("total");
        if (total != null) {
            text.append(number(" · %.0f ms", total));
        }
        return text.toString();
    }

    private static String notRelevant(ImageVerdict verdict) {
        return verdict.rules().stream()
                .filter(rule -> rule.outcome() == RuleVerdict.Outcome.NOT_RELEVANT)
                .map(rule -> rule.relevance() == null ? rule.id() : rule.id() + number(" (%.2f)", rule.relevance()))
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String message(@Nullable Failure failure) {
        return failure == null ? null : failure.kind() + ": " + failure.message();
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
