package dev.clue.eval.report;

import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UndecidedCount;
import java.util.List;

/**
 * Figures of a rule or a slice.
 *
 * @param confusion what was predicted as what
 * @param recall share of the positive items that is found
 * @param precision share of what is predicted positive that is so
 * @param accuracy share that is right, with its interval
 * @param f1 harmonic mean of both, with its interval
 */
public record GroupFigures(
        Confusion confusion,
        Measured<Double> recall,
        Measured<Double> precision,
        Measured<Estimate> accuracy,
        Measured<Estimate> f1) {

    static GroupFigures of(List<Scored> items, UndecidedCount undecided, Bootstrap bootstrap) {
        List<Scored> counted = undecided.applyTo(items);
        return new GroupFigures(
                Confusion.of(items),
                Metric.RECALL.of(counted),
                Metric.PRECISION.of(counted),
                bootstrap.estimate(counted, Metric.ACCURACY::of),
                bootstrap.estimate(counted, Metric.F1::of));
    }
}
