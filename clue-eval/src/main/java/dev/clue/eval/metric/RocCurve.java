package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * The receiver operating characteristic: what share of the positive and of the negative items score at least a
 * threshold, for every threshold.
 *
 * @param points from (0, 0), above every score, to (1, 1), one for each distinct score
 * @param area area under the curve by trapezoids, 0 to 1: the probability that a positive item scores higher than a
 *     negative one, equal scores counting half
 */
public record RocCurve(List<Point> points, double area) {

    /**
     * A point of the curve.
     *
     * @param threshold items that score at least this count as positive; infinite at the first point
     * @param falsePositiveRate share of the negative items, 0 to 1
     * @param truePositiveRate share of the positive items (recall), 0 to 1
     */
    public record Point(double threshold, double falsePositiveRate, double truePositiveRate) {}

    /** Copies the points. */
    public RocCurve {
        points = List.copyOf(points);
    }

    /** The curve of the items; undefined if an item has no score or a class is missing. */
    public static Measured<RocCurve> of(List<Scored> items) {
        return ranking(items).map(RocCurve::of);
    }

    /** The area alone; undefined as the curve is. */
    public static Measured<Double> areaOf(List<Scored> items) {
        return ranking(items).map(RocCurve::area);
    }

    private static Measured<Ranking> ranking(List<Scored> items) {
        return Ranking.of("ROC", items)
                .flatMap(ranking -> Confusion.bothClasses("ROC", ranking.positives(), ranking.negatives())
                        .map(all -> ranking));
    }

    private static RocCurve of(Ranking ranking) {
        List<Point> points = new ArrayList<>();
        points.add(new Point(Double.POSITIVE_INFINITY, 0, 0));
        for (Ranking.Step step : ranking.steps()) {
            points.add(new Point(
                    step.threshold(),
                    (double) step.falsePositives() / ranking.negatives(),
                    (double) step.truePositives() / ranking.positives()));
        }
        return new RocCurve(points, area(ranking));
    }

    private static double area(Ranking ranking) {
        // Twice the area in pairs of a positive and a negative item: whole numbers, so nothing is rounded.
        long twice = 0;
        long truePositives = 0;
        long falsePositives = 0;
        for (Ranking.Step step : ranking.steps()) {
            twice += (step.falsePositives() - falsePositives) * (truePositives + step.truePositives());
            truePositives = step.truePositives();
            falsePositives = step.falsePositives();
        }
        return twice / (2.0 * ranking.positives() * ranking.negatives());
    }
}
