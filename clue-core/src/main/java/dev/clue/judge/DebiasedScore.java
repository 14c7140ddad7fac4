package dev.clue.judge;

import dev.clue.model.AnswerProbability;
import dev.clue.verdict.StatementVerdict;

/**
 * The debiased precondition score d = M(x, c) - M(None, c) of paper section 3.3, and what it says.
 *
 * @param statement c
 * @param seen the answer with the image
 * @param prior the answer without it
 */
record DebiasedScore(String statement, AnswerProbability seen, AnswerProbability prior) {

    private static final double FAILS_AT_MOST = 0.25;
    private static final double HOLDS_AT_LEAST = 0.75;

    /** What the score says about the statement. */
    enum Reading {
        /** d below alpha1. */
        FAILS,
        /** d above alpha2. */
        HOLDS,
        /** d between alpha1 and alpha2, both included. */
        NOT_SURE,
        /** The model hardly answers with Yes or No, with or without the image: d is noise. */
        MEANINGLESS
    }

    double d(Thresholds thresholds) {
        return scale(thresholds).d(seen.score());
    }

    ScoreScale scale(Thresholds thresholds) {
        return thresholds.scaleFor(statement, prior.score());
    }

    Reading reading(Thresholds thresholds) {
        if (seen.mass() < thresholds.answerMass() || prior.mass() < thresholds.answerMass()) {
            return Reading.MEANINGLESS;
        }
        ScoreScale scale = scale(thresholds);
        double d = d(thresholds);
        if (d < scale.alpha1()) {
            return Reading.FAILS;
        }
        return d > scale.alpha2() ? Reading.HOLDS : Reading.NOT_SURE;
    }

    /**
     * A d that is not sure, mapped piecewise linearly from [alpha1, 0] to [0.25, 0.49] and from (0, alpha2] to (0.5,
     * 0.75]: the statement's score where the sign of d decides.
     */
    double mappedBySign(Thresholds thresholds) {
        ScoreScale scale = scale(thresholds);
        double d = d(thresholds);
        if (d > 0) {
            double share = d / scale.alpha2();
            return 0.5 + (HOLDS_AT_LEAST - 0.5) * Math.min(1, share);
        }
        double share = scale.alpha1() == 0 ? 0 : d / scale.alpha1();
        return StatementVerdict.UNDECIDED_SCORE
                - (StatementVerdict.UNDECIDED_SCORE - FAILS_AT_MOST) * Math.min(1, share);
    }

    /**
     * d mapped piecewise linearly from [-M(None, c), alpha1] to [0, 0.25] or from [alpha2, 1 - M(None, c)] to
     * [0.75, 1]: the statement's score where d decides.
     */
    double mapped(Thresholds thresholds) {
        ScoreScale scale = scale(thresholds);
        double d = d(thresholds);
        double lowest = -scale.prior();
        if (d < scale.alpha1()) {
            return FAILS_AT_MOST * (d - lowest) / (scale.alpha1() - lowest);
        }
        double highest = 1 - scale.prior();
        return HOLDS_AT_LEAST + (1 - HOLDS_AT_LEAST) * (d - scale.alpha2()) / (highest - scale.alpha2());
    }
}
