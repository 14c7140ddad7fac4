package dev.clue.cli.eval;

import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.output.Words;
import dev.clue.cli.terminal.Terminal;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.calibration.BatchCalibration;
import dev.clue.eval.calibration.SurveyedSet;
import dev.clue.eval.calibration.Surveyor;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Methods;
import dev.clue.eval.method.Setting;
import dev.clue.image.ImageIntake;
import java.util.List;
import java.util.Optional;

/**
 * The method that learns from a batch of images: the first of the set, which are taken as unlabelled.
 *
 * @param intake reads images
 * @param anyImage whether also images that the models were not made for are asked about
 * @param warnings are told what is left out
 * @param terminal what standard error is connected to: progress is shown on a terminal
 */
public record CalibrationBatch(ImageIntake intake, boolean anyImage, Warnings warnings, Terminal terminal) {

    private static final int MOST = 100;

    /** Learns; empty if nothing can be learned, which is said, or if somebody asked to stop. */
    public Optional<Method> learn(List<LabelledImage> images, Setting setting, StopSignal stop) {
        List<LabelledImage> batch = images.stream().limit(MOST).toList();
        SurveyedSet surveyed;
        try (Progress progress = Progress.start(warnings.err(), terminal, batch.size(), 0)) {
            surveyed = new Surveyor(
                            setting.models(),
                            setting.constitution(),
                            setting.thresholds(),
                            setting.priors(),
                            intake::read,
                            anyImage)
                    .survey(Words.count(batch.size(), "image"), batch, progress::step, stop::requested);
        }
        warnings.sayEach(
                surveyed.leftOut().stream()
                        .map(why -> why + ": left out of the batch for calibration")
                        .toList(),
                "they are left out of the batch, too");
        if (stop.requested()) {
            return Optional.empty();
        }
        try {
            String first = batch.isEmpty() ? "none" : batch.getFirst().id();
            return Optional.of(Methods.batchCalibrated(
                    setting,
                    new BatchCalibration(setting.thresholds()).learn(surveyed).thresholds(),
                    Words.count(surveyed.images().size(), "image") + ", the first " + first));
        } catch (ConfigurationException e) {
            warnings.say(Methods.BATCH + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }
}
