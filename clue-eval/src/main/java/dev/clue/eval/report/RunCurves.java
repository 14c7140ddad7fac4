package dev.clue.eval.report;

import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.PrecisionRecallCurve;
import dev.clue.eval.metric.Reliability;
import dev.clue.eval.metric.RocCurve;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UndecidedCount;
import java.util.List;

/**
 * The curves of a method, over the thresholds of its score for images; of the decided images, as in {@link Measures}.
 *
 * @param method its id
 * @param roc true over false positives
 * @param precisionRecall precision over recall
 * @param calibration shares over scores, in {@link Reliability#USUAL_BINS} bins
 */
public record RunCurves(
        String method,
        Measured<RocCurve> roc,
        Measured<PrecisionRecallCurve> precisionRecall,
        Measured<Reliability> calibration) {

    /** Computes them. */
    public static RunCurves of(EvaluatedRun run) {
        List<Scored> decided = UndecidedCount.LEFT_OUT.applyTo(run.scored());
        return new RunCurves(
                run.method(),
                RocCurve.of(decided),
                PrecisionRecallCurve.of(decided),
                Reliability.of(decided, Reliability.USUAL_BINS));
    }
}
