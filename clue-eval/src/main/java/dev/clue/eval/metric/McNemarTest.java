package dev.clue.eval.metric;

import java.util.List;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * McNemar's test: whether two methods are equally often right, judged by the items on which just one of them is.
 * Decisions are compared, not scores.
 *
 * @param onlyFirst items on which the first method is right and the second is not
 * @param onlySecond items on which the second method is right and the first is not
 * @param form how the p-value was computed
 * @param statistic exact: the smaller of both numbers; chi-square: (|difference| − 1)² / sum
 * @param pValue the probability of a difference at least as large if both were equally good, two-sided, 0 to 1
 */
public record McNemarTest(int onlyFirst, int onlySecond, Form form, double statistic, double pValue) {

    /** With fewer items than this on which just one is right, the exact form is used. */
    public static final int EXACT_BELOW = 25;

    /** How the p-value is computed. */
    public enum Form {
        /** Binomial with probability 1/2. */
        EXACT,
        /** Chi-square with one degree of freedom and continuity correction. */
        CHI_SQUARE
    }

    /**
     * Compares two methods on the same items.
     *
     * @param undecided how undecided predictions count; left out is an item that either method leaves undecided
     * @throws IllegalArgumentException if the labels of the two differ
     */
    public static McNemarTest of(List<Scored> first, List<Scored> second, UndecidedCount undecided) {
        Pairs.requireSameItems(first, second);
        int onlyFirst = 0;
        int onlySecond = 0;
        for (int item = 0; item < first.size(); item++) {
            List<Scored> one = undecided.applyTo(List.of(first.get(item)));
            List<Scored> other = undecided.applyTo(List.of(second.get(item)));
            if (!one.isEmpty() && !other.isEmpty()) {
                onlyFirst += one.getFirst().right() && !other.getFirst().right() ? 1 : 0;
                onlySecond += other.getFirst().right() && !one.getFirst().right() ? 1 : 0;
            }
        }
        return of(onlyFirst, onlySecond);
    }

    /** The test of two counts, at least 0 each. */
    static McNemarTest of(int onlyFirst, int onlySecond) {
        int discordant = onlyFirst + onlySecond;
        if (discordant < EXACT_BELOW) {
            int fewer = Math.min(onlyFirst, onlySecond);
            double pValue = 2 * BinomialDistribution.of(discordant, 0.5).cumulativeProbability(fewer);
            return new McNemarTest(onlyFirst, onlySecond, Form.EXACT, fewer, Math.min(1, pValue));
        }
        double corrected = Math.abs(onlyFirst - onlySecond) - 1.0;
        double statistic = corrected * corrected / discordant;
        double pValue = ChiSquaredDistribution.of(1).survivalProbability(statistic);
        return new McNemarTest(onlyFirst, onlySecond, Form.CHI_SQUARE, statistic, pValue);
    }
}
