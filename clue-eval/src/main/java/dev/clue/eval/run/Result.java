package dev.clue.eval.run;

import dev.clue.eval.method.Prediction;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a method predicted about an item: one line of a results file.
 *
 * @param item the image's id in its set
 * @param sha256 64 hex digits over the image's bytes, or empty where they could not be read
 * @param method the method's id
 * @param prediction what it says
 * @param verdict the same with its evidence, or null for a method that shows none
 * @param unusable why no method could look at the image: it could not be read or decoded, or is unlike those that the
 *     models were made for; null for an image that was looked at
 */
public record Result(
        String item,
        String sha256,
        String method,
        Prediction prediction,
        @Nullable ImageVerdict verdict,
        @Nullable Failure unusable) {

    /** What a method predicted about an image that it could look at. */
    public Result(String item, String sha256, String method, Prediction prediction, @Nullable ImageVerdict verdict) {
        this(item, sha256, method, prediction, verdict, null);
    }

    /** Whether the image could be read; one that could not is judged again by the next run. */
    public boolean read() {
        return !sha256.isEmpty();
    }

    /**
     * Why the image could not be judged, or not wholly, as {@link ImageVerdict#failure} says. A method without evidence
     * tells only of images that could not be used at all.
     */
    public Optional<Failure> failure() {
        return Optional.ofNullable(unusable)
                .or(() -> Optional.ofNullable(verdict).flatMap(ImageVerdict::failure));
    }
}
