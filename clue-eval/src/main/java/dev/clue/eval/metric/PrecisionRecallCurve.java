package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.List;

/**
 * Precision and recall of the items that score at least a threshold, for every threshold.
 *
 * @param points by falling threshold, one for each distinct score; recall rises to 1
 * @param averagePrecision sum of the precisions, each weighted by the recall it adds, 0 to 1; no interpolation
 */
public record PrecisionRecallCurve(List<Point> points, double averagePrecision) {

    /**
     * A point of the curve.
     *
     * @param threshold items that score at least this count as positive
     * @param precision share of them that is positive, 0 to 1
     * @param recall share of the positive items among them, 0 to 1
     */
    public record Point(double threshold, double precision, double recall) {}

    /** Copies the points. */
    public PrecisionRecallCurve {
        points = List.copyOf(points);
    }

    /** The curve of the items; undefined if an item has no score or none is positive. */
    public static Measured<PrecisionRecallCurve> of(List<Scored> items) {
        return ranking(items).map(PrecisionRecallCurve::of);
    }

    /** The average precision alone; undefined as the curve is. */
    public static Measured<Double> averagePrecisionOf(List<Scored> items) {
        return ranking(items).map(PrecisionRecallCurve::averagePrecision);
    }

    private static Measured<Ranking> ranking(List<Scored> items) {
        return Ranking.of("average precision", items)
                .flatMap(ranking -> ranking.positives() > 0
                        ? Measured.of(ranking)
                        : Measured.undefined("average precision needs a positive item: "
                                + (items.isEmpty()
                                        ? "there are no items"
                                        : "there is none among " + items.size() + " items")));
    }

    private static PrecisionRecallCurve of(Ranking ranking) {
        List<Point> points = new ArrayList<>();
        for (Ranking.Step step : ranking.steps()) {
            points.add(
                    new Point(step.threshold(), precision(step), (double) step.truePositives() / ranking.positives()));
        }
        return new PrecisionRecallCurve(points, averagePrecision(ranking));
    }

    private static double averagePrecision(Ranking ranking) {
        double sum = 0;
        int before = 0;
        for (Ranking.Step step : ranking.steps()) {
            sum += (step.truePositives() - before) * precision(step);
            before = step.truePositives();
        }
        return sum / ranking.positives();
    }

    private static double precision(Ranking.Step step) {
        return (double) step.truePositives() / (step.truePositives() + step.falsePositives());
    }
}
