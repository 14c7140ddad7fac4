package dev.clue.eval.report;

import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.run.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one method said about each image.
 *
 * @param method its id
 * @param images those that it has predicted, in the order of the set
 */
public record EvaluatedRun(String method, List<EvaluatedImage> images) {

    /** Copies the images. */
    public EvaluatedRun {
        images = List.copyOf(images);
    }

    /**
     * Puts results beside their images.
     *
     * @param methods ids, in the order in which they are to be shown; those without results are left out
     */
    public static List<EvaluatedRun> of(List<LabelledImage> images, List<String> methods, List<Result> results) {
        Map<String, Map<String, Result>> byMethod = new LinkedHashMap<>();
        for (Result result : results) {
            byMethod.computeIfAbsent(result.method(), id -> new LinkedHashMap<>())
                    .put(result.item(), result);
        }
        List<EvaluatedRun> runs = new ArrayList<>();
        for (String method : methods) {
            Map<String, Result> own = byMethod.getOrDefault(method, Map.of());
            List<EvaluatedImage> evaluated = new ArrayList<>();
            for (LabelledImage image : images) {
                Result result = own.get(image.id());
                if (result != null) {
                    evaluated.add(new EvaluatedImage(image, result.prediction(), result.verdict()));
                }
            }
            if (!evaluated.isEmpty()) {
                runs.add(new EvaluatedRun(method, evaluated));
            }
        }
        return runs;
    }

    /** Whether an image has evidence. */
    public boolean hasEvidence() {
        return images.stream().anyMatch(image -> image.verdict() != null);
    }

    /** The labelled images. */
    List<Scored> scored() {
        return images.stream()
                .map(EvaluatedImage::scored)
                .flatMap(Optional::stream)
                .toList();
    }
}
