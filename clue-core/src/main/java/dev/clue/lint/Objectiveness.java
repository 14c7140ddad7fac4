package dev.clue.lint;

import java.util.Optional;

/** Rates how objective a rule is (paper section 3.1). */
@FunctionalInterface
public interface Objectiveness {

    /** Below this score the method revises a rule. */
    int SUFFICIENT = 9;

    /** Nobody rates; what the lock says of earlier ratings still counts. */
    Objectiveness UNKNOWN = rule -> Optional.empty();

    /**
     * Rates a rule.
     *
     * @param rule its text
     * @return empty where nobody was asked to rate
     */
    Optional<Opinion> rate(String rule);

    /** What comes of asking for a rating. */
    sealed interface Opinion {}

    /**
     * A rating.
     *
     * @param score from 1, what counts is up to the reader, to 10, everybody would decide alike
     * @param explanation why
     */
    record Rating(int score, String explanation) implements Opinion {}

    /**
     * There is no rating, although one was asked for: the rule is not to be taken for an objective one.
     *
     * @param why what prevented it, as the end of a sentence
     */
    record NotRated(String why) implements Opinion {}
}
