package dev.clue.eval.method;

import dev.clue.image.DecodedImage;
import dev.clue.verdict.ImageVerdict;

/** A method that can show its evidence. */
public interface VerdictMethod extends Method {

    /**
     * A prediction with its evidence.
     *
     * @param prediction what the method says
     * @param verdict the same as {@code clue judge} would write it
     */
    record Judged(Prediction prediction, ImageVerdict verdict) {}

    /**
     * Judges an image, all its frames. What fails makes the prediction undecided with its cause, and is not thrown.
     *
     * @param uri what the verdict calls it
     */
    Judged judge(String uri, DecodedImage image);
}
