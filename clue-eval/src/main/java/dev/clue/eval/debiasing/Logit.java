package dev.clue.eval.debiasing;

import dev.clue.model.AnswerProbability;

/** Scores on the scale of log odds. */
public final class Logit {

    /** Scores nearer to 0 or 1 are taken as this near, so that log odds stay finite. */
    static final double SMALLEST = 1e-6;

    private Logit() {}

    /** log(P(Yes) / P(No)), finite: about -14 to 14. */
    public static double of(AnswerProbability answer) {
        return of(answer.score());
    }

    /**
     * The log odds of a score, finite: about -14 to 14.
     *
     * @param score 0 to 1
     */
    public static double of(double score) {
        double inside = Math.clamp(score, SMALLEST, 1 - SMALLEST);
        return Math.log(inside / (1 - inside));
    }

    /** The score with these log odds, 0 to 1. */
    public static double score(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    /**
     * The answer with these log odds.
     *
     * @param mass P(Yes) + P(No), 0 to 1
     */
    public static AnswerProbability answer(double logit, double mass) {
        double score = score(logit);
        return new AnswerProbability(mass * score, mass * (1 - score));
    }
}
