package dev.clue.eval.report;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.McNemarTest;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UndecidedCount;
import java.util.List;

/**
 * A run beside the first one, on the same images.
 *
 * @param name the run
 * @param f1 F1 of the first run minus that of this one, with its paired interval
 * @param accuracy the same for accuracy
 * @param test whether both are equally often right
 */
public record Comparison(String name, Measured<Estimate> f1, Measured<Estimate> accuracy, McNemarTest test) {

    static Comparison of(EvaluatedRun first, EvaluatedRun other, Evaluation evaluation) {
        // A paired difference needs the same items in both, so none can be left out of one run alone.
        UndecidedCount undecided =
                evaluation.undecided() == UndecidedCount.LEFT_OUT ? UndecidedCount.AS_POSITIVE : evaluation.undecided();
        List<Scored> one = undecided.applyTo(first.scored());
        List<Scored> two = undecided.applyTo(other.scored());
        return new Comparison(
                other.name(),
                evaluation.bootstrap().difference(one, two, Metric.F1::of),
                evaluation.bootstrap().difference(one, two, Metric.ACCURACY::of),
                McNemarTest.of(one, two, undecided));
    }
}
