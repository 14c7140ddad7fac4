package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether scores can be read as probabilities.
 *
 * @param bins the reliability curve: equal parts of [0, 1], lowest first; empty ones are there with no mean
 * @param expectedError expected calibration error over these bins: mean of |share of positives − mean score|, weighted
 *     by the items of the bin, 0 to 1; depends on the number of bins, so that is to be stated with it
 * @param brier mean squared difference of score and label, 0 (best) to 1
 */
public record Reliability(List<Bin> bins, double expectedError, double brier) {

    /** The usual number of bins. */
    public static final int USUAL_BINS = 10;

    /**
     * The items whose score is above {@code low} and at most {@code high}; the first bin has those of score 0 too.
     *
     * @param items how many
     * @param meanScore their mean score, or why there is none
     * @param positiveShare the share of them that is positive, or why there is none
     */
    public record Bin(double low, double high, int items, Measured<Double> meanScore, Measured<Double> positiveShare) {}

    /** Copies the bins. */
    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * The calibration of the items; undefined if an item has no score or there are none.
     *
     * @param bins how many, at least 1
     */
    public static Measured<Reliability> of(List<Scored> items, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException("there must be at least 1 bin, but asked for were " + bins);
        }
        if (items.isEmpty()) {
            return Measured.undefined("calibration needs items: there are none");
        }
        return Ranking.of("calibration", items).map(ranking -> measured(items, bins));
    }

    private static Reliability measured(List<Scored> items, int count) {
        int[] sizes = new int[count];
        int[] positives = new int[count];
        double[] scores = new double[count];
        double squares = 0;
        for (Scored item : items) {
            double score = item.score() == null ? 0 : item.score();
            int bin = bin(score, count);
            sizes[bin]++;
            positives[bin] += item.positive() ? 1 : 0;
            scores[bin] += score;
            double error = score - (item.positive() ? 1 : 0);
            squares += error * error;
        }
        List<Bin> bins = new ArrayList<>(count);
        double expectedError = 0;
        for (int bin = 0; bin < count; bin++) {
            bins.add(bin(edge(bin, count), edge(bin + 1, count), sizes[bin], scores[bin], positives[bin]));
            expectedError += Math.abs(positives[bin] - scores[bin]) / items.size();
        }
        return new Reliability(bins, expectedError, squares / items.size());
    }

    private static Bin bin(double low, double high, int items, double scores, int positives) {
        if (items == 0) {
            Measured<Double> none = Measured.undefined("no item scores above " + low + " and at most " + high);
            return new Bin(low, high, 0, none, none);
        }
        return new Bin(low, high, items, Measured.of(scores / items), Measured.of((double) positives / items));
    }

    /** The bin with low &lt; score &lt;= high. */
    private static int bin(double score, int count) {
        int bin = Math.clamp((long) Math.ceil(score * count) - 1, 0, count - 1);
        // score * count may have been rounded over an edge.
        while (bin > 0 && score <= edge(bin, count)) {
            bin--;
        }
        while (bin < count - 1 && score > edge(bin + 1, count)) {
            bin++;
        }
        return bin;
    }

    /** Rounded as numpy.linspace rounds, so that a score on an edge falls where scikit-learn puts it. */
    private static double edge(int bin, int count) {
        return bin == count ? 1 : bin * (1.0 / count);
    }
}
