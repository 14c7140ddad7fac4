package dev.clue.eval.report;

import dev.clue.eval.metric.Scored;
import java.util.List;
import java.util.Optional;

/**
 * What one method said about every image.
 *
 * @param name what people call the run; unique in a report
 * @param images in the same order in every run of a report
 */
public record EvaluatedRun(String name, List<EvaluatedImage> images) {

    /** Copies the images. */
    public EvaluatedRun {
        images = List.copyOf(images);
    }

    /** The labelled images. */
    public List<Scored> scored() {
        return images.stream()
                .map(EvaluatedImage::scored)
                .flatMap(Optional::stream)
                .toList();
    }
}
