package dev.clue.eval.run;

import dev.clue.eval.data.LabelledImage;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An image that could not be judged, or not wholly: it could not be read, is unlike those that the models were made for,
 * or a model failed. What a profile leaves to people is none.
 *
 * @param id of the image in its set
 * @param uri where it is
 * @param failure why
 */
public record UnjudgedImage(String id, String uri, Failure failure) {

    /** Those of a set, in its order, each with what came first in the way. */
    public static List<UnjudgedImage> of(List<LabelledImage> images, List<Result> results) {
        Map<String, Failure> failures = new HashMap<>();
        for (Result result : results) {
            result.failure().ifPresent(failure -> failures.putIfAbsent(result.item(), failure));
        }
        List<UnjudgedImage> unjudged = new ArrayList<>();
        for (LabelledImage image : images) {
            Failure failure = failures.get(image.id());
            if (failure != null) {
                unjudged.add(new UnjudgedImage(image.id(), image.source().uri(), failure));
            }
        }
        return List.copyOf(unjudged);
    }

    /** One line: {@code uri: why}. */
    @Override
    public String toString() {
        return failure.message().startsWith(uri) ? failure.message() : uri + ": " + failure.message();
    }
}
