package dev.clue.cli.diff;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.cli.output.Wrapped;
import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import dev.clue.eval.diff.ImageFlip;
import dev.clue.eval.diff.PreconditionChange;
import dev.clue.eval.diff.PreconditionChange.StatementChange;
import dev.clue.eval.diff.RuleFlip;
import dev.clue.eval.diff.RunDiff;
import dev.clue.eval.run.UnjudgedImage;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison for people: what the runs differ in, every flip with the evidence of both sides, and a summary. */
public final class DiffText {

    private static final String ARROW = " → ";
    private static final String INDENT = "  ";

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private DiffText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Writes it. */
    public static void write(RunDiff diff, Terminal terminal, Destination destination) throws IOException {
        DiffText text = new DiffText(terminal);
        text.heading(diff);
        diff.flips().forEach(text::image);
        text.only("only in " + diff.before().source(), diff.onlyBefore());
        text.only("only in " + diff.after().source(), diff.onlyAfter());
        text.only(
                "could not be judged, or not wholly",
                diff.unjudged().stream().map(UnjudgedImage::toString).toList());
        text.lines.add("");
        text.lines.add(summary(diff));
        destination.write((String.join("\n", text.lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** All of it in one line. */
    public static String summary(RunDiff diff) {
        StringBuilder text = new StringBuilder(Words.count(diff.compared(), "image") + " compared: ");
        long flipped = diff.outcomesFlipped();
        long rulesOnly = diff.flips().size() - flipped;
        if (diff.flips().isEmpty()) {
            text.append("nothing flipped");
        } else {
            text.append(flipped)
                    .append(" flipped (")
                    .append(diff.newlyUnsafe())
                    .append(" became unsafe, ")
                    .append(diff.noLongerUnsafe())
                    .append(" no longer unsafe)");
            if (rulesOnly > 0) {
                text.append(", ").append(rulesOnly).append(" more by other rules");
            }
        }
        if (diff.filesChanged() > 0) {
            text.append("; the file of ").append(diff.filesChanged()).append(" changed between the runs");
        }
        int only = diff.onlyBefore().size() + diff.onlyAfter().size();
        if (only > 0) {
            text.append("; ").append(Words.count(only, "image")).append(" in one run only");
        }
        if (!diff.unjudged().isEmpty()) {
            text.append("; ")
                    .append(Words.count(diff.unjudged().size(), "image"))
                    .append(" could not be judged, or not wholly");
        }
        return text.toString();
    }

    private void heading(RunDiff diff) {
        lines.add("before  " + Printable.text(diff.before().source()));
        lines.add("after   " + Printable.text(diff.after().source()));
        if (diff.differences().isEmpty()) {
            lines.add("made alike: the same constitution, models, prompts and set of constants");
        }
        diff.differences().forEach(difference -> {
            lines.add("other " + difference.what());
            wrap(INDENT + "before  ", difference.before());
            wrap(INDENT + "after   ", difference.after());
        });
        if (!diff.rulesAdded().isEmpty()) {
            lines.add("rules added: " + Printable.text(String.join(", ", diff.rulesAdded())));
        }
        if (!diff.rulesRemoved().isEmpty()) {
            lines.add("rules removed: " + Printable.text(String.join(", ", diff.rulesRemoved())));
        }
        diff.ruleCounts()
                .forEach((id, count) -> lines.add("rule " + Printable.text(id) + ": " + count.newlyViolated()
                        + " newly violated, " + count.noLongerViolated() + " no longer violated"
                        + (count.other() == 0 ? "" : ", " + count.other() + " undecided in one run")));
    }

    private void image(ImageFlip flip) {
        lines.add("");
        lines.add(outcome(flip.before()) + ARROW + outcome(flip.after()) + "  "
                + Paint.BOLD.on(terminal, Printable.text(flip.before().image().uri())));
        if (!flip.before().image().uri().equals(flip.after().image().uri())) {
            wrap(INDENT, "after: " + flip.after().image().uri());
        }
        if (flip.fileChanged()) {
            wrap(INDENT, "the file changed between the runs");
        }
        error("before: ", flip.before());
        error("after: ", flip.after());
        flip.rules().forEach(this::rule);
    }

    private void error(String side, ImageVerdict verdict) {
        if (verdict.error() != null) {
            wrap(INDENT, side + verdict.error().kind() + ": " + verdict.error().message());
        }
    }

    private String outcome(ImageVerdict verdict) {
        String text = Words.of(verdict.outcome());
        return switch (verdict.outcome()) {
            case SAFE -> Paint.GREEN.on(terminal, text);
            case UNSAFE -> Paint.RED.on(terminal, text);
            case UNDECIDED -> Paint.YELLOW.on(terminal, text);
        };
    }

    private void rule(RuleFlip rule) {
        lines.add(INDENT + Paint.BOLD.on(terminal, Printable.text(rule.id())) + "  " + outcome(rule.before()) + ARROW
                + outcome(rule.after()));
        cause("before: ", rule.before());
        cause("after: ", rule.after());
        rule.preconditions().forEach(this::precondition);
    }

    private static String outcome(@Nullable RuleVerdict verdict) {
        if (verdict == null) {
            return "no such rule";
        }
        String relevance =
                verdict.relevance() == null ? "" : String.format(Locale.ROOT, " relevance %.2f", verdict.relevance());
        return Words.of(verdict.outcome())
                + (verdict.outcome() == RuleVerdict.Outcome.NOT_RELEVANT
                        ? relevance
                        : String.format(Locale.ROOT, " %.2f", verdict.score()));
    }

    private void cause(String side, @Nullable RuleVerdict verdict) {
        if (verdict != null && verdict.cause() != null) {
            wrap(
                    INDENT + INDENT,
                    side + verdict.cause().kind() + ": " + verdict.cause().message());
        }
    }

    private void precondition(PreconditionChange change) {
        String mark = change.flipped() ? "* " : "  ";
        for (StatementChange statement : change.statements()) {
            lines.add(INDENT + mark + Printable.text(statement.statement()) + "  " + outcome(statement.before()) + ARROW
                    + outcome(statement.after()));
            if (change.flipped()) {
                evidence("before: ", statement.before());
                evidence("after: ", statement.after());
            }
        }
    }

    private static String outcome(@Nullable StatementVerdict statement) {
        return statement == null
                ? "not asked"
                : Words.of(statement.outcome()) + String.format(Locale.ROOT, " %.2f", statement.score());
    }

    private void evidence(String side, @Nullable StatementVerdict statement) {
        if (statement == null) {
            return;
        }
        String prefix = INDENT.repeat(4);
        wrap(prefix, side + SideEvidence.line(statement));
        if (statement.rationale() != null) {
            wrap(prefix, "“" + statement.rationale() + "”");
        }
    }

    private void only(String what, List<String> uris) {
        if (!uris.isEmpty()) {
            lines.add("");
            lines.add(Printable.text(what) + ":");
            uris.forEach(uri -> lines.add(INDENT + Printable.text(uri)));
        }
    }

    private void wrap(String prefix, String text) {
        String indent = prefix;
        for (String line : Wrapped.lines(Printable.text(text), terminal.width() - prefix.length())) {
            lines.add(indent + Paint.FAINT.on(terminal, line));
            indent = " ".repeat(prefix.length());
        }
    }
}
