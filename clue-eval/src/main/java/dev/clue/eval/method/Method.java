package dev.clue.eval.method;

import dev.clue.image.RgbImage;

/** One way to judge an image. May be used by several threads at once. */
public interface Method {

    /** Short and stable, such as {@code clue} or {@code whole-constitution-direct}: what results are kept under. */
    String id();

    /**
     * What its predictions depend on beside the configuration of the run, in words that differ whenever it does; empty
     * where there is nothing.
     */
    default String configuration() {
        return "";
    }

    /** Judges an image. What fails makes the prediction undecided with its cause, and is not thrown. */
    Prediction predict(RgbImage image);
}
