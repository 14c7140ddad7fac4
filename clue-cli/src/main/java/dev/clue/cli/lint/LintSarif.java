package dev.clue.cli.lint;

import dev.clue.cli.sarif.SarifLog;
import dev.clue.lint.LintCode;
import dev.clue.lint.LintFinding;
import dev.clue.lint.LintFix;
import dev.clue.lint.LintReport;
import dev.clue.lint.Severity;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Findings as SARIF; what is suppressed is in it, with its reason. */
public final class LintSarif {

    private LintSarif() {}

    /** The log. */
    public static String of(LintReport report, String clueVersion) {
        List<SarifLog.Descriptor> descriptors = Arrays.stream(LintCode.values())
                .map(code -> new SarifLog.Descriptor(
                        code.id(),
                        code.meaning(),
                        "See docs/lint.md, section " + code.id() + ".",
                        level(code.severity())))
                .toList();
        List<SarifLog.Result> results =
                report.findings().stream().map(LintSarif::result).toList();
        return new SarifLog(clueVersion, descriptors, results).toJson();
    }

    private static SarifLog.Result result(LintFinding finding) {
        String rule = finding.ruleId() == null ? "" : "Rule " + finding.ruleId() + ": ";
        LintFix fix = finding.fix();
        return new SarifLog.Result(
                finding.code().id(),
                level(finding.code().severity()),
                rule + finding.message(),
                Path.of(finding.file()),
                finding.span(),
                fix == null ? null : new SarifLog.Replacement(fix.description(), fix.span(), fix.text()),
                finding.suppressedBecause());
    }

    private static SarifLog.Level level(Severity severity) {
        return switch (severity) {
            case ERROR -> SarifLog.Level.ERROR;
            case WARNING -> SarifLog.Level.WARNING;
            case NOTE -> SarifLog.Level.NOTE;
        };
    }
}
