package dev.clue.cli.lint;

import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import dev.clue.lint.LintCode;
import dev.clue.lint.LintFinding;
import dev.clue.lint.LintReport;
import dev.clue.lint.RatedRule;
import dev.clue.lint.Severity;
import java.util.Comparator;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /** Such as {@code objectiveness: 5 rules 10 of 10, 1 rule not rated; by the lock 4, by the model 1}. */
    public static String ratings(LintReport report) {
        Map<Integer, Long> byScore = report.ratings().stream()
                .collect(Collectors.groupingBy(
                        rated -> rated.rating().score(),
                        () -> new TreeMap<Integer, Long>(Comparator.reverseOrder()),
                        Collectors.counting()));
        StringJoiner scores = new StringJoiner(", ");
        byScore.forEach((score, count) -> scores.add(Words.count(count, "rule") + " " + score + " of 10"));
        long missing = report.findings().stream()
                .filter(finding -> finding.code() == LintCode.NOT_RATED)
                .count();
        if (missing > 0) {
            scores.add(Words.count(missing, "rule") + " not rated");
        }
        long locked = report.ratings().stream().filter(RatedRule::fromLock).count();
        return "objectiveness: " + scores + "; by the lock " + locked + ", by the model "
                + (report.ratings().size() - locked);
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
