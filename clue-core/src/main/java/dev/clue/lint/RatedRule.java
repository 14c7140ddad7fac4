package dev.clue.lint;

import dev.clue.lint.Objectiveness.Rating;

/**
 * How objective a rule is.
 *
 * @param file the constitution as the user named it
 * @param ruleId the rule
 * @param rating of the text that is judged by
 * @param fromLock whether the rating is the one that the compiler left in the lock, so that nobody was asked
 */
public record RatedRule(String file, String ruleId, Rating rating, boolean fromLock) {}
