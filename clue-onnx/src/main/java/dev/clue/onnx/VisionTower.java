package dev.clue.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * {@code vision_encoder}: pixel_values [1, 1, 3, side, side] and pixel_attention_mask [1, 1, side, side] to
 * image_features [1, tokens, hidden]. Views are encoded one a run: they do not see each other, and memory stays that of
 * one.
 */
final class VisionTower {

    private static final String PIXELS = "pixel_values";
    private static final String MASK = "pixel_attention_mask";
    private static final String FEATURES = "image_features";

    private final Graph graph;
    private final Normalisation normalisation;
    private final int side;
    private final int tokens;
    private final int hidden;
    private final boolean half;

    VisionTower(Graph graph, Normalisation normalisation, int side, int tokens, int hidden) {
        this.graph = graph;
        this.normalisation = normalisation;
        this.side = side;
        this.tokens = tokens;
        this.hidden = hidden;
        this.half = graph.takesHalf(PIXELS);
        graph.requireOnlyInputs(Set.of(PIXELS, MASK));
        graph.requireSize(graph.input(PIXELS), PIXELS, 4, side, "config.json (vision_config.image_size)");
        int rank = graph.output(FEATURES).getShape().length;
        graph.requireSize(graph.output(FEATURES), FEATURES, rank - 1, hidden, "config.json (hidden_size)");
    }

    /** The features of one view: one row of {@code hidden} numbers an image token. */
    float[] encode(RgbImage view) {
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try (OnnxTensor pixels = Tensors.floats(normalisation.apply(view), half, 1, 1, 3, side, side);
                OnnxTensor mask = Tensors.flags(true, 1, 1, side, side)) {
            feeds.put(PIXELS, pixels);
            if (graph.takes(MASK)) {
                feeds.put(MASK, mask);
            }
            try (OrtSession.Result result = graph.run(feeds, Set.of(FEATURES))) {
                float[] features = Tensors.toFloats(graph.output(result, FEATURES));
                if (features.length != tokens * hidden) {
                    throw new ModelUnfitException(graph.file() + " gave " + features.length + " numbers for an image, "
                            + tokens + " tokens of " + hidden + " were expected. The files are not of one model:"
                            + " fetch them again.");
                }
                return features;
            }
        }
    }
}
