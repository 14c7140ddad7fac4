package dev.clue.judge;

import org.jspecify.annotations.Nullable;

/**
 * How the precondition scores of one statement are read (paper section 3.3): by the constants, or as it was calibrated.
 *
 * @param prior M(None, c), or 1/2 if there is a shift: what d is measured from, 0 to 1
 * @param alpha1 d below it means that the statement fails
 * @param alpha2 d above it means that the statement holds
 * @param logitShift how much the log odds of scores are lowered, or null for not at all
 */
public record ScoreScale(
        double prior,
        double alpha1,
        double alpha2,
        @Nullable Double logitShift) {

    private static final double NEUTRAL = 0.5;

    static ScoreScale of(double prior, Calibration.OfStatement calibrated, Thresholds thresholds) {
        double from = calibrated.logitShift() == null ? prior : NEUTRAL;
        double alpha1 = calibrated.alpha1() == null ? thresholds.alpha1(from) : calibrated.alpha1();
        double alpha2 = calibrated.alpha2() == null ? thresholds.alpha2(from) : calibrated.alpha2();
        return new ScoreScale(from, alpha1, Math.max(alpha1, alpha2), calibrated.logitShift());
    }

    /** M(x, c) with its log odds lowered by the shift: what Algorithm 1 takes for M(x, c); 0 to 1. */
    public double shifted(double score) {
        return logitShift == null ? score : score / (score + (1 - score) * Math.exp(logitShift));
    }

    /** The debiased score: the shifted score minus the prior, -1 to 1. */
    public double d(double score) {
        return shifted(score) - prior;
    }
}
