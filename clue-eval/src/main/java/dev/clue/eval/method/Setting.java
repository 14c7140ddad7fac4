package dev.clue.eval.method;

import dev.clue.constitution.Constitution;
import dev.clue.judge.Calibration;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.judge.Thresholds;
import java.util.function.DoubleSupplier;

/**
 * What all methods of a run share.
 *
 * @param models who judges; with their calls kept, methods that ask the same share the answers
 * @param constitution by which policy
 * @param thresholds the constants of Algorithm 1
 * @param priors where language priors are kept
 * @param savedMillis how much longer the current thread would have worked so far if no call had been kept, in
 *     milliseconds
 */
public record Setting(
        JudgeModels models,
        Constitution constitution,
        Thresholds thresholds,
        PriorStore priors,
        DoubleSupplier savedMillis) {

    /** The same with other models. */
    Setting with(JudgeModels others) {
        return new Setting(others, constitution, thresholds, priors, savedMillis);
    }

    /** The same with another policy. */
    Setting with(Constitution other) {
        return new Setting(models, other, thresholds, priors, savedMillis);
    }

    /** The same with the constants alone, without what was learned about single statements. */
    Setting uncalibrated() {
        return thresholds.calibration().equals(Calibration.NONE)
                ? this
                : with(thresholds.calibrated(Thresholds.CUSTOM, Calibration.NONE));
    }

    /** The same with other constants. */
    Setting with(Thresholds others) {
        return new Setting(models, constitution, others, priors, savedMillis);
    }
}
