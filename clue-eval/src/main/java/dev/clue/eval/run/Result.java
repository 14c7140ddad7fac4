package dev.clue.eval.run;

import dev.clue.eval.method.Prediction;
import dev.clue.verdict.ImageVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What a method predicted about an item: one line of a results file.
 *
 * @param item the image's id in its set
 * @param sha256 64 hex digits over the image's bytes, or empty where they could not be read
 * @param method the method's id
 * @param prediction what it says
 * @param verdict the same with its evidence, or null for a method that shows none
 */
public record Result(
        String item,
        String sha256,
        String method,
        Prediction prediction,
        @Nullable ImageVerdict verdict) {

    /** Whether the image could be read; one that could not is judged again by the next run. */
    public boolean read() {
        return !sha256.isEmpty();
    }
}
