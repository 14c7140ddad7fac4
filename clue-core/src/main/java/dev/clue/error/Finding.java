package dev.clue.error;

import org.jspecify.annotations.Nullable;

/**
 * One mistake in a constitution or its lock.
 *
 * @param file the file as the user named it
 * @param line from 1
 * @param column from 1
 * @param ruleId the rule it is about, or null where it is about none
 * @param message what is wrong and what to do
 */
public record Finding(
        String file, int line, int column, @Nullable String ruleId, String message) {

    /** {@code file:line:column: [rule ID: ]message}, the form that editors and terminals link. */
    @Override
    public String toString() {
        String rule = ruleId == null ? "" : "rule " + ruleId + ": ";
        return file + ":" + line + ":" + column + ": " + rule + message;
    }
}
