package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Items by falling score, those of equal score together: what the curves over a threshold go through.
 *
 * @param steps one for each distinct score, falling
 * @param positives all positive items
 * @param negatives all negative items
 */
record Ranking(List<Step> steps, int positives, int negatives) {

    /** How many positive and negative items score at least a threshold. */
    record Step(double threshold, int truePositives, int falsePositives) {}

    /** Ranks the items; undefined if an item has no score. */
    static Measured<Ranking> of(String metric, List<Scored> items) {
        long missing = items.stream().filter(item -> item.score() == null).count();
        if (missing > 0) {
            return Measured.undefined(metric + " needs a score for every item: " + missing + " of " + items.size()
                    + (missing == 1 ? " has none" : " have none"));
        }
        return Measured.of(merged(rising(items, true), rising(items, false)));
    }

    private static Ranking merged(double[] positive, double[] negative) {
        List<Step> steps = new ArrayList<>();
        int p = positive.length;
        int n = negative.length;
        while (p > 0 || n > 0) {
            double threshold = Math.max(last(positive, p), last(negative, n));
            while (last(positive, p) == threshold) {
                p--;
            }
            while (last(negative, n) == threshold) {
                n--;
            }
            steps.add(new Step(threshold, positive.length - p, negative.length - n));
        }
        return new Ranking(steps, positive.length, negative.length);
    }

    private static double last(double[] rising, int size) {
        return size > 0 ? rising[size - 1] : Double.NEGATIVE_INFINITY;
    }

    private static double[] rising(List<Scored> items, boolean positive) {
        return items.stream()
                .filter(item -> item.positive() == positive)
                .mapToDouble(item -> item.score() == null ? 0 : item.score())
                .sorted()
                .toArray();
    }
}
