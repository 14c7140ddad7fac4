package dev.clue.eval.calibration;

import java.util.Arrays;

/**
 * The split-conformal threshold for a share of misses: of n margins of violations, the k-th smallest with k = floor(alpha
 * (n + 1)). If a further violation is exchangeable with those n, its margin is below the threshold with a probability of
 * at most k / (n + 1), whatever the distribution (Vovk et al., Algorithmic Learning in a Random World, 2005).
 *
 * @param alpha the largest share of misses, above 0 and below 1
 */
record MissBound(double alpha) {

    /** alpha (n + 1) that is a whole number on paper may be a little less in floating point. */
    private static final double ROUNDING = 1e-9;

    MissBound {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be above 0 and below 1, but is " + alpha);
        }
    }

    /** The fewest violations with which a threshold exists. */
    int fewest() {
        return (int) Math.ceil(1 / alpha - 1 - ROUNDING);
    }

    /** k: which of n margins is the threshold, counted from 1; 0 if there are too few. */
    int rank(int n) {
        return (int) Math.floor(alpha * (n + 1) + ROUNDING);
    }

    /**
     * The threshold.
     *
     * @param margins of at least {@link #fewest} violations
     */
    double threshold(double[] margins) {
        double[] rising = margins.clone();
        Arrays.sort(rising);
        return rising[rank(margins.length) - 1];
    }

    /** The least probability of not missing a further violation. */
    double coverage(int n) {
        return 1 - (double) rank(n) / (n + 1);
    }

    /** The smallest alpha that n violations allow, rounded up to four digits. */
    static double smallestAlpha(int n) {
        return Math.ceil(10_000.0 / (n + 1) - ROUNDING) / 10_000;
    }
}
