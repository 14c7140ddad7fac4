package dev.clue.lint;

import dev.clue.yaml.Span;
import org.jspecify.annotations.Nullable;

/**
 * One finding.
 *
 * @param code what kind
 * @param file the file as the user named it
 * @param span where
 * @param ruleId the rule it is about, or null where it is about none
 * @param message what is wrong, why that matters, and what to do
 * @param fix a change that mends it, or null where only a person can say what is meant
 * @param suppressedBecause the reason in the file why it does not count, or null where it counts
 */
public record LintFinding(
        LintCode code,
        String file,
        Span span,
        @Nullable String ruleId,
        String message,
        @Nullable LintFix fix,
        @Nullable String suppressedBecause) {

    /** Whether it counts. */
    public boolean counts() {
        return suppressedBecause == null;
    }

    /** The same, but it does not count. */
    LintFinding suppressed(String reason) {
        return new LintFinding(code, file, span, ruleId, message, fix, reason);
    }

    /** {@code file:line:column: [rule ID: ]message [code]}, the form that editors and terminals link. */
    @Override
    public String toString() {
        String rule = ruleId == null ? "" : "rule " + ruleId + ": ";
        return file + ":" + span.line() + ":" + span.column() + ": " + rule + message + " [" + code.id() + "]";
    }
}
