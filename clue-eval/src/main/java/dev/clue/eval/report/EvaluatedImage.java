package dev.clue.eval.report;

import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.metric.Scored;
import dev.clue.verdict.ImageVerdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image, its labels, and what a method said about it.
 *
 * @param image the image with its labels
 * @param prediction what the method said
 * @param verdict the same with its evidence, or null for a method that has none
 */
public record EvaluatedImage(
        LabelledImage image,
        Prediction prediction,
        @Nullable ImageVerdict verdict) {

    /** Prediction and label of the image; empty if it has no label of its own. */
    public Optional<Scored> scored() {
        Boolean unsafe = image.unsafe();
        if (unsafe == null) {
            return Optional.empty();
        }
        return Optional.of(new Scored(unsafe, unsafe(prediction), prediction.score()));
    }

    /** Whether it was judged unsafe, or null where that is undecided. */
    static @Nullable Boolean unsafe(Prediction prediction) {
        return switch (prediction.outcome()) {
            case UNSAFE -> Boolean.TRUE;
            case SAFE -> Boolean.FALSE;
            case UNDECIDED -> null;
        };
    }
}
