package dev.clue.eval.calibration;

import dev.clue.eval.data.LabelledImage;
import dev.clue.judge.StatementSurvey.Found;
import java.util.List;

/**
 * An image that the model was asked about.
 *
 * @param image with its labels
 * @param frames what was found in each of its frames, at least one, none failed
 */
public record Surveyed(LabelledImage image, List<Found> frames) {

    /** Copies the frames. */
    public Surveyed {
        frames = List.copyOf(frames);
    }

    /** Whether it violates something, as far as its labels say. */
    boolean violating() {
        return LabelledViolations.any(image);
    }
}
