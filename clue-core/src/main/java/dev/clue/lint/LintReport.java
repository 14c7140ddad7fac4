package dev.clue.lint;

import java.util.List;

/**
 * What was found in a constitution and its lock.
 *
 * @param findings in the order of the files, suppressed ones too
 * @param ratings how objective the rules are of which that is known, in the order of the constitution
 */
public record LintReport(List<LintFinding> findings, List<RatedRule> ratings) {

    /** Copies the lists. */
    public LintReport {
        findings = List.copyOf(findings);
        ratings = List.copyOf(ratings);
    }

    /** Findings of this severity that count. */
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.counts() && finding.code().severity() == severity)
                .count();
    }

    /** Whether a finding of this kind counts. */
    public boolean counts(LintCode code) {
        return findings.stream().anyMatch(finding -> finding.counts() && finding.code() == code);
    }

    /** Findings that a reason in the file suppresses. */
    public long suppressed() {
        return findings.stream().filter(finding -> !finding.counts()).count();
    }

    /** Whether anything counts that matters at least so much. */
    public boolean reaches(Severity severity) {
        return findings.stream()
                .anyMatch(
                        finding -> finding.counts() && finding.code().severity().isAtLeast(severity));
    }

    /** Whether nobody can judge by the constitution as it is: a mistake of form, or a stale lock. */
    public boolean invalid() {
        return findings.stream().anyMatch(finding -> !finding.code().canBeSuppressed());
    }
}
