package dev.clue.cli.lint;

import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import dev.clue.lint.LintFinding;
import dev.clue.lint.LintReport;
import dev.clue.lint.Severity;
import java.util.StringJoiner;

/** Findings for people and editors: {@code FILE:LINE:COLUMN: SEVERITY: rule ID: MESSAGE [CODE]}. */
public final class LintText {

    private LintText() {}

    /** The findings that count, a line each. */
    public static String of(LintReport report, Terminal terminal) {
        StringBuilder text = new StringBuilder();
        report.findings().stream().filter(LintFinding::counts).forEach(finding -> add(text, finding, terminal));
        return text.toString();
    }

    /** Such as {@code 1 error, 2 warnings, 0 notes in 1 file; 1 suppressed}. */
    public static String summary(LintReport report, int files) {
        StringJoiner counts = new StringJoiner(", ");
        for (Severity severity : Severity.values()) {
            counts.add(Words.count(report.count(severity), Words.of(severity)));
        }
        return counts + " in " + Words.count(files, "file")
                + (report.suppressed() == 0 ? "" : "; " + report.suppressed() + " suppressed");
    }

    private static void add(StringBuilder text, LintFinding finding, Terminal terminal) {
        String place = finding.file() + ":" + finding.span().line() + ":"
                + finding.span().column() + ": ";
        String rule = finding.ruleId() == null ? "" : "rule " + finding.ruleId() + ": ";
        text.append(Printable.text(place))
                .append(paint(finding).on(terminal, Words.of(finding.code().severity())))
                .append(": ")
                .append(Printable.text(rule + finding.message()))
                .append(Paint.FAINT.on(terminal, " [" + finding.code().id() + "]"))
                .append('\n');
    }

    private static Paint paint(LintFinding finding) {
        return switch (finding.code().severity()) {
            case ERROR -> Paint.RED;
            case WARNING -> Paint.YELLOW;
            case NOTE -> Paint.FAINT;
        };
    }
}
