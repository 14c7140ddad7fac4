package dev.clue.eval.metric;

import java.util.Collection;
import java.util.List;

/**
 * How many items were predicted as what. The ratios are of the decided items alone; {@link #counting} says what they
 * are if undecided ones count.
 *
 * @param truePositives positive, and predicted so
 * @param falsePositives negative, but predicted positive
 * @param falseNegatives positive, but predicted negative: missed
 * @param trueNegatives negative, and predicted so
 * @param undecidedPositives positive, and undecided
 * @param undecidedNegatives negative, and undecided
 */
public record Confusion(
        int truePositives,
        int falsePositives,
        int falseNegatives,
        int trueNegatives,
        int undecidedPositives,
        int undecidedNegatives) {

    private static final Confusion NONE = new Confusion(0, 0, 0, 0, 0, 0);

    /** Counts the items. */
    public static Confusion of(Collection<Scored> items) {
        int[][] counts = new int[2][3];
        for (Scored item : items) {
            Boolean predicted = item.predicted();
            counts[item.positive() ? 1 : 0][predicted == null ? 2 : predicted ? 1 : 0]++;
        }
        return new Confusion(counts[1][1], counts[0][1], counts[1][0], counts[0][0], counts[1][2], counts[0][2]);
    }

    /** The sum of several, which micro averages are computed from. */
    public static Confusion sum(List<Confusion> parts) {
        return parts.stream().reduce(NONE, Confusion::plus);
    }

    /** The sum of both. */
    public Confusion plus(Confusion other) {
        return new Confusion(
                truePositives + other.truePositives,
                falsePositives + other.falsePositives,
                falseNegatives + other.falseNegatives,
                trueNegatives + other.trueNegatives,
                undecidedPositives + other.undecidedPositives,
                undecidedNegatives + other.undecidedNegatives);
    }

    /** The same with undecided items counted as told; the result has none. */
    public Confusion counting(UndecidedCount undecided) {
        return switch (undecided) {
            case LEFT_OUT -> new Confusion(truePositives, falsePositives, falseNegatives, trueNegatives, 0, 0);
            case AS_POSITIVE ->
                new Confusion(
                        truePositives + undecidedPositives,
                        falsePositives + undecidedNegatives,
                        falseNegatives,
                        trueNegatives,
                        0,
                        0);
            case AS_NEGATIVE ->
                new Confusion(
                        truePositives,
                        falsePositives,
                        falseNegatives + undecidedPositives,
                        trueNegatives + undecidedNegatives,
                        0,
                        0);
        };
    }

    /** All items. */
    public int items() {
        return decided() + undecided();
    }

    /** Items with a decision. */
    public int decided() {
        return truePositives + falsePositives + falseNegatives + trueNegatives;
    }

    /** Items without a decision. */
    public int undecided() {
        return undecidedPositives + undecidedNegatives;
    }

    /** TP / (TP + FN), also called sensitivity and true positive rate: 0 to 1; undefined without positive items. */
    public Measured<Double> recall() {
        return ratio("recall", truePositives, truePositives + falseNegatives, "a positive item");
    }

    /** TP / (TP + FP): 0 to 1; undefined if nothing is predicted positive. */
    public Measured<Double> precision() {
        return ratio("precision", truePositives, truePositives + falsePositives, "an item that is predicted positive");
    }

    /** TN / (TN + FP), also called true negative rate: 0 to 1; undefined without negative items. */
    public Measured<Double> specificity() {
        return ratio("specificity", trueNegatives, trueNegatives + falsePositives, "a negative item");
    }

    /** (TP + TN) / decided: 0 to 1; undefined without decided items. */
    public Measured<Double> accuracy() {
        return ratio("accuracy", truePositives + trueNegatives, decided(), "a decided item");
    }

    /**
     * 2 TP / (2 TP + FP + FN), the harmonic mean of precision and recall: 0 to 1, 0 if positive items are there and none
     * is found; undefined if no item is positive or predicted so.
     */
    public Measured<Double> f1() {
        return ratio(
                "F1",
                2 * truePositives,
                2 * truePositives + falsePositives + falseNegatives,
                "an item that is positive or predicted so");
    }

    /** Mean of recall and specificity: 0 to 1; undefined without both classes. */
    public Measured<Double> balancedAccuracy() {
        return bothClasses("balanced accuracy", truePositives + falseNegatives, falsePositives + trueNegatives)
                .flatMap(defined -> recall())
                .flatMap(sensitivity -> specificity().map(specificity -> (sensitivity + specificity) / 2));
    }

    private Measured<Double> ratio(String metric, int part, int whole, String need) {
        if (whole > 0) {
            return Measured.of((double) part / whole);
        }
        String there = items() == 0
                ? "there are no items"
                : "there is none among " + decided() + " decided items"
                        + (undecided() == 0 ? "" : " (" + undecided() + " are undecided)");
        return Measured.undefined(metric + " needs " + need + ": " + there);
    }

    /** Their sum, if both classes are there. */
    static Measured<Integer> bothClasses(String metric, int positives, int negatives) {
        int all = positives + negatives;
        if (positives > 0 && negatives > 0) {
            return Measured.of(all);
        }
        String there = all == 0
                ? "there are no items"
                : all == 1
                        ? "the only one is " + (positives > 0 ? "positive" : "negative")
                        : "all " + all + " are " + (positives > 0 ? "positive" : "negative");
        return Measured.undefined(metric + " needs both classes: " + there);
    }
}
