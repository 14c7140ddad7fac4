package dev.clue.cli.cases;

import dev.clue.cli.output.Printable;
import dev.clue.cli.output.TextLines;
import dev.clue.cli.output.Words;
import dev.clue.cli.output.Wrapped;
import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A run of cases for people: a line a case, what is wrong below it, a table of the rules, a summary. */
public final class CaseText {

    private static final String INDENT = " ".repeat(9);
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Terminal terminal;
    private final Function<SuiteResult, TextLines.Evidence> evidence;
    private final StringBuilder text = new StringBuilder();

    private CaseText(Terminal terminal, Function<SuiteResult, TextLines.Evidence> evidence) {
        this.terminal = terminal;
        this.evidence = evidence;
    }

    /**
     * The text.
     *
     * @param evidence what is shown below a case that does not pass
     */
    public static String of(CaseRun run, Terminal terminal, Function<SuiteResult, TextLines.Evidence> evidence) {
        CaseText text = new CaseText(terminal, evidence);
        run.suites().forEach(text::add);
        text.text.append(summary(run)).append('\n');
        return text.text.toString();
    }

    /** Such as {@code 12 cases: 10 passed, 2 failed; 3.2 s}. */
    public static String summary(CaseRun run) {
        StringJoiner counts = new StringJoiner(", ");
        for (CaseResult.Status status : CaseResult.Status.values()) {
            long count = run.count(status);
            if (count > 0 || status == CaseResult.Status.PASSED || status == CaseResult.Status.FAILED) {
                counts.add(count + " " + summaryWord(status, count));
            }
        }
        if (run.notRun() > 0) {
            counts.add(run.notRun() + " not run");
        }
        return Words.count(run.cases(), "case") + ": " + counts
                + String.format(Locale.ROOT, "; %.1f s", run.wallTime().toNanos() / NANOS_PER_SECOND);
    }

    private static String summaryWord(CaseResult.Status status, long count) {
        return switch (status) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case KNOWN_FAILURE -> "failed as known";
            case FIXED -> "passed though known to fail";
            case ERROR -> count == 1 ? "error" : "errors";
        };
    }

    private void add(SuiteResult suite) {
        text.append(Paint.BOLD.on(terminal, Printable.text(suite.file().file().toString())))
                .append('\n');
        TextLines.Evidence shown = evidence.apply(suite);
        suite.results().forEach(result -> add(result, shown));
        text.append('\n');
        addRules(suite);
    }

    private void add(CaseResult result, TextLines.Evidence shown) {
        CaseResult.Status status = result.status();
        text.append("  ")
                .append(paint(status).on(terminal, String.format(Locale.ROOT, "%-5s", word(status))))
                .append("  ")
                .append(Printable.text(result.of().image()))
                .append('\n');
        if (status == CaseResult.Status.FIXED) {
            addWrapped("it is known to fail and passes now: remove known_failure");
        }
        for (Difference difference : result.differences()) {
            addWrapped(difference.message());
        }
        if (status == CaseResult.Status.KNOWN_FAILURE && result.of().knownFailure() != null) {
            addWrapped("known: " + result.of().knownFailure());
        }
        if (result.fails()) {
            shown.lines(result.verdict())
                    .forEach(line -> text.append(INDENT).append(line).append('\n'));
        }
    }

    private void addWrapped(String line) {
        List<String> lines = Wrapped.lines(Printable.text(line), terminal.width() - INDENT.length() - 2);
        for (int i = 0; i < lines.size(); i++) {
            text.append(INDENT).append(i == 0 ? "" : "  ").append(lines.get(i)).append('\n');
        }
    }

    private void addRules(SuiteResult suite) {
        int width = suite.rules().stream()
                .mapToInt(rule -> rule.id().length())
                .max()
                .orElse(0);
        String format = "  %-" + Math.max(width, 4) + "s  %10s  %12s%s%n";
        text.append(row(format, "rule", "violations", "false alarms", ""));
        for (SuiteResult.RuleCount rule : suite.rules()) {
            text.append(row(
                    format,
                    rule.id(),
                    rule.found() + " of " + rule.violations(),
                    rule.falseAlarms() + " of " + rule.others(),
                    rule.untested() ? "  " + gap(rule) : ""));
        }
        text.append('\n');
    }

    private static String gap(SuiteResult.RuleCount rule) {
        return rule.violations() == 0 ? "no case should violate it" : "every case should violate it";
    }

    @SuppressWarnings("AnnotateFormatMethod") // the format is made of constants
    private static String row(String format, Object... cells) {
        return String.format(Locale.ROOT, format, cells).replace("\r", "");
    }

    private static String word(CaseResult.Status status) {
        return switch (status) {
            case PASSED -> "ok";
            case FAILED -> "FAIL";
            case KNOWN_FAILURE -> "known";
            case FIXED -> "FIXED";
            case ERROR -> "ERROR";
        };
    }

    private static Paint paint(CaseResult.Status status) {
        return switch (status) {
            case PASSED -> Paint.GREEN;
            case FAILED, ERROR -> Paint.RED;
            case KNOWN_FAILURE, FIXED -> Paint.YELLOW;
        };
    }
}
