package dev.clue.cli.compile;

import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.cli.output.Wrapped;
import dev.clue.cli.run.Price;
import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import dev.clue.compile.CompileResult;
import dev.clue.compile.RuleOutcome;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run for people: each rule with what became of it, its chain, and each finding with what to do. */
public final class CompileText {

    private static final String INDENT = "  ";

    private final Terminal terminal;

    /** @param terminal where it is shown */
    public CompileText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** The lines. */
    public List<String> lines(CompileResult result) {
        List<String> lines = new ArrayList<>();
        result.outcomes().forEach(outcome -> rule(lines, outcome));
        result.notes().forEach(note -> wrap(lines, "", note));
        return lines;
    }

    private void rule(List<String> lines, RuleOutcome outcome) {
        switch (outcome) {
            case RuleOutcome.Compiled compiled -> {
                lines.add(heading(Paint.GREEN, "compiled", outcome) + scores(compiled.entry()));
                chain(lines, compiled.entry());
                findings(lines, compiled.entry());
            }
            case RuleOutcome.UpToDate kept -> {
                lines.add(heading(Paint.FAINT, "up to date", outcome));
                findings(lines, kept.entry());
            }
            case RuleOutcome.Edited edited -> lines.add(heading(Paint.FAINT, "edited", outcome) + "  kept");
            case RuleOutcome.EditedAndStale stale -> {
                lines.add(heading(Paint.RED, "stale", outcome));
                wrap(
                        lines,
                        INDENT,
                        "its entry was edited by hand and the rule has changed since: mend the entry and set its"
                                + " source_sha256, or compile the rule again with --recompile " + outcome.ruleId());
            }
            case RuleOutcome.Handwritten handwritten ->
                lines.add(heading(Paint.FAINT, "by hand", outcome) + "  has preconditions of its own");
            case RuleOutcome.Failed failed -> {
                lines.add(heading(Paint.RED, "failed", outcome));
                wrap(lines, INDENT, failed.why());
                wrap(lines, INDENT, "→ " + advice(failed.reason()));
            }
            case RuleOutcome.NotReached notReached ->
                lines.add(heading(Paint.YELLOW, "not reached", outcome) + "  run again to go on");
        }
    }

    private static String advice(RuleOutcome.Reason reason) {
        return switch (reason) {
            case ANSWERS ->
                "run again, with another model if it happens again, or write the rule's preconditions by hand";
            case UNAVAILABLE -> "run again when the model can be reached; what is compiled is kept";
            case NOT_RECORDED -> "run again when the recording has the answers that it lacks; what is compiled is kept";
            case UNFIT -> "name another model with --text-model, or write the rule's preconditions by hand";
        };
    }

    private String heading(Paint paint, String what, RuleOutcome outcome) {
        return paint.on(terminal, String.format("%-10s", what)) + "  "
                + Paint.BOLD.on(terminal, Printable.text(outcome.ruleId()));
    }

    private static String scores(LockEntry entry) {
        int first = entry.history().getFirst().score();
        int best = entry.history().stream().mapToInt(Attempt::score).max().orElse(first);
        return "  objectiveness " + first + (entry.history().size() == 1 ? "" : " → " + best);
    }

    private void chain(List<String> lines, LockEntry entry) {
        wrap(lines, INDENT, entry.objectified());
        int number = 1;
        for (Precondition precondition : entry.preconditions()) {
            wrap(
                    lines,
                    INDENT,
                    number++ + ". "
                            + precondition.any().stream()
                                    .map(CompileText::statement)
                                    .collect(Collectors.joining(", or ")));
        }
    }

    private static String statement(Statement statement) {
        return statement.text()
                + (statement.objects().isEmpty() ? "" : " [" + String.join(", ", statement.objects()) + "]");
    }

    private void findings(List<String> lines, LockEntry entry) {
        for (LockFinding finding : entry.findings()) {
            wrap(lines, INDENT, Words.of(finding.severity()) + " (" + finding.check() + "): " + finding.message());
            wrap(lines, INDENT + INDENT, "→ " + finding.advice());
        }
    }

    private void wrap(List<String> lines, String indent, String text) {
        List<String> wrapped = Wrapped.lines(Printable.text(text), terminal.width() - indent.length());
        wrapped.forEach(line -> lines.add(indent + line));
    }

    /**
     * One line about all: how many rules became what, how many findings, and what was used.
     *
     * @param price what the model charges, or null where that is not known
     */
    public static String summary(CompileResult result, @Nullable Price price) {
        List<String> parts = new ArrayList<>();
        count(parts, result, RuleOutcome.Compiled.class, "compiled");
        count(parts, result, RuleOutcome.UpToDate.class, "up to date");
        count(parts, result, RuleOutcome.Edited.class, "edited by hand");
        count(parts, result, RuleOutcome.Handwritten.class, "with preconditions of their own");
        count(parts, result, RuleOutcome.EditedAndStale.class, "edited and stale");
        count(parts, result, RuleOutcome.Failed.class, "failed");
        count(parts, result, RuleOutcome.NotReached.class, "not reached");
        for (Severity severity : List.of(Severity.ERROR, Severity.WARNING)) {
            long found = result.open(severity).count();
            if (found > 0) {
                parts.add(Words.count(found, Words.of(severity)));
            }
        }
        return Words.count(result.outcomes().size(), "rule") + ": " + String.join(", ", parts) + "; "
                + Price.brief(result.usage(), price);
    }

    private static void count(
            List<String> parts, CompileResult result, Class<? extends RuleOutcome> kind, String what) {
        int count = result.outcomes(kind).size();
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }
}
