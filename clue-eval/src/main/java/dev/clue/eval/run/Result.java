package dev.clue.eval.run;

import dev.clue.eval.method.Prediction;

/**
 * What a method predicted about an item: one line of a results file.
 *
 * @param item the image's id in its set
 * @param sha256 64 hex digits over the image's bytes, or empty where they could not be read
 * @param method the method's id
 * @param prediction what it says
 */
public record Result(String item, String sha256, String method, Prediction prediction) {

    /** Whether the image could be read; one that could not is judged again by the next run. */
    public boolean read() {
        return !sha256.isEmpty();
    }
}
