package dev.clue.eval.report;

import dev.clue.eval.data.LabelledImage;
import java.util.List;
import java.util.Map;

/**
 * Images labelled and judged by one of several constitutions.
 *
 * @param constitution its id
 * @param images the images with their labels by it
 * @param methods the ids under which results by it are kept, by the id of the method; methods that did not judge by it
 *     are absent
 */
public record PolicyRun(String constitution, List<LabelledImage> images, Map<String, String> methods) {

    /** Copies the collections. */
    public PolicyRun {
        images = List.copyOf(images);
        methods = Map.copyOf(methods);
    }
}
