package dev.clue.eval.calibration;

import dev.clue.error.ConfigurationException;
import dev.clue.eval.debiasing.Logit;
import dev.clue.judge.Calibration;
import dev.clue.judge.Calibration.OfStatement;
import dev.clue.judge.Thresholds;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Batch calibration (Zhou et al. 2024, arXiv 2309.17249): the mean log odds of a statement over images without labels
 * take the place of the language prior. It mends a bias that no text-only question shows, and takes for granted that
 * about as many of the images show the statement as do not.
 */
public final class BatchCalibration {

    /** The fewest images of which a mean says anything. */
    public static final int FEWEST_IMAGES = 10;

    private final Thresholds thresholds;

    /** @param thresholds the constants that the images were surveyed with */
    public BatchCalibration(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /**
     * Learns. A statement whose scores mean nothing on too many images keeps its language prior.
     *
     * @throws ConfigurationException if there are too few images
     */
    public Calibrated learn(SurveyedSet set) {
        requireEnough(set.name(), set.images().size());
        Map<String, OfStatement> learned = new TreeMap<>();
        set.ofScores(score -> Logit.of(score.pYes())).forEach((text, logOdds) -> {
            if (logOdds.size() >= FEWEST_IMAGES) {
                learned.put(text, new OfStatement(null, null, mean(logOdds)));
            }
        });
        if (learned.isEmpty()) {
            throw new ConfigurationException(
                    set.name() + ": the model hardly answers with Yes or No about these images,"
                            + " so there is nothing to learn from: judge with another model");
        }
        return new Calibrated(
                thresholds.calibrated(Thresholds.CUSTOM, Calibration.of(learned, Calibration.Reasoned.DECIDES)), null);
    }

    /**
     * Finds out, before a model is asked about any, whether there are enough images.
     *
     * @param set what the set is called
     * @throws ConfigurationException if there are too few
     */
    public static void requireEnough(String set, int images) {
        if (images < FEWEST_IMAGES) {
            throw new ConfigurationException(set + ": batch calibration needs " + FEWEST_IMAGES + " images, but only "
                    + images + " can be used: give more");
        }
    }

    private static double mean(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
