package dev.clue.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageDomain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The world that a bundle's models were made for: {@code domain.json} and {@code onnx/domain.onnx} in the folder of its
 * image-text encoder. The graph is shown what the encoder is shown, pixel_values [1, 3, side, side], and gives the
 * outlier_score [1]. May be used by several threads at once.
 */
public final class OnnxImageDomain implements ImageDomain, AutoCloseable {

    static final String FILE = "domain.json";

    private static final String GRAPH = "onnx/domain.onnx";
    private static final String PIXELS = "pixel_values";
    private static final String SCORE = "outlier_score";

    private final Graph graph;
    private final ImageViews views;
    private final Normalisation normalisation;
    private final double limit;
    private final String advice;
    private final Closing closing = new Closing();

    private OnnxImageDomain(Graph graph, ImageViews views, Normalisation normalisation, double limit, String advice) {
        this.graph = graph;
        this.views = views;
        this.normalisation = normalisation;
        this.limit = limit;
        this.advice = advice;
        closing.add(graph);
    }

    /**
     * Opens it.
     *
     * @param folder the encoder's folder, with {@code domain.json}
     * @throws ModelUnfitException if a file is missing or damaged, or contradicts another
     */
    public static OnnxImageDomain open(Path folder, EngineOptions options) {
        ModelFolder files = new ModelFolder(folder);
        ConfigFile config = files.optionalConfig(FILE)
                .orElseThrow(() -> new ModelUnfitException(folder.resolve(FILE) + " is missing, but "
                        + folder.resolve(GRAPH) + " is there. Without its limit no image would be held to be unlike the"
                        + " models' world: fetch the model folder again, or delete both to judge every image."));
        Path file = files.file(GRAPH);
        double limit = config.number("limit", Double.NaN);
        String advice = config.text("advice").orElse("");
        if (!(limit >= 0) || advice.isBlank()) {
            throw new ModelUnfitException(config.path()
                    + " must have \"limit\" (0 or more) and \"advice\" (a sentence). Fetch the model folder again.");
        }
        ConfigFile preprocessor = Idefics3Parts.preprocessor(files);
        ImageViews views = ImageViews.cropped(preprocessor);
        Graph graph = Graph.open(file, options);
        try {
            graph.requireOnlyInputs(Set.of(PIXELS));
            graph.requireSize(graph.input(PIXELS), PIXELS, 3, views.side(), String.valueOf(preprocessor.path()));
            graph.output(SCORE);
            return new OnnxImageDomain(
                    graph,
                    views,
                    Normalisation.of(preprocessor, Normalisation.CLIP_MEAN, Normalisation.CLIP_DEVIATION),
                    limit,
                    advice);
        } catch (RuntimeException e) {
            graph.close();
            throw e;
        }
    }

    /** Whether a folder has a domain, or what is left of one: a gate that lost a file must not open silently. */
    static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(FILE)) || Files.exists(folder.resolve(GRAPH));
    }

    @Override
    public Familiarity familiarity(RgbImage image) {
        float[] pixels = normalisation.apply(views.of(image).getFirst());
        int side = views.side();
        try (OnnxTensor input = Tensors.floats(pixels, graph.takesHalf(PIXELS), 1, 3, side, side);
                OrtSession.Result result = graph.run(Map.of(PIXELS, input), Set.of(SCORE))) {
            float[] score = Tensors.toFloats(graph.output(result, SCORE));
            if (score.length != 1 || !(score[0] >= 0) || Float.isInfinite(score[0])) {
                throw new ModelUnfitException(graph.file() + " gave no score for an image. The file is damaged: fetch"
                        + " the model folder again.");
            }
            return new Familiarity(score[0], limit, advice);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}
