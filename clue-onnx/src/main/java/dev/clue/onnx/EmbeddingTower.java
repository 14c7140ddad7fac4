package dev.clue.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import dev.clue.error.ModelUnfitException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One of the two towers of an image-text encoder: a graph that gives one vector for one image or text. */
final class EmbeddingTower {

    private static final String PIXELS = "pixel_values";
    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";

    private final Graph graph;
    private final String output;

    private EmbeddingTower(Graph graph, List<String> outputs, Set<String> inputs) {
        this.graph = graph;
        this.output = outputs.stream()
                .filter(graph::gives)
                .findFirst()
                .orElseThrow(() -> new ModelUnfitException(graph.file() + " gives none of " + outputs
                        + ". It is not the graph of an image-text encoder: fetch it again."));
        graph.requireOnlyInputs(inputs);
    }

    static EmbeddingTower images(Graph graph, int side) {
        EmbeddingTower tower = new EmbeddingTower(graph, List.of("image_embeds", "pooler_output"), Set.of(PIXELS));
        graph.requireSize(graph.input(PIXELS), PIXELS, 3, side, "preprocessor_config.json");
        return tower;
    }

    static EmbeddingTower texts(Graph graph) {
        EmbeddingTower tower = new EmbeddingTower(graph, List.of("text_embeds", "pooler_output"), Set.of(IDS, MASK));
        graph.input(IDS);
        return tower;
    }

    /** @param pixels [3, side, side] */
    float[] embedPixels(float[] pixels, int side) {
        try (OnnxTensor input = Tensors.floats(pixels, graph.takesHalf(PIXELS), 1, 3, side, side)) {
            return run(Map.of(PIXELS, input));
        }
    }

    float[] embedIds(long[] ids) {
        long[] ones = new long[ids.length];
        java.util.Arrays.fill(ones, 1);
        try (OnnxTensor input = Tensors.longs(ids, 1, ids.length);
                OnnxTensor mask = Tensors.longs(ones, 1, ids.length)) {
            return run(graph.takes(MASK) ? Map.of(IDS, input, MASK, mask) : Map.of(IDS, input));
        }
    }

    private float[] run(Map<String, OnnxTensor> feeds) {
        try (OrtSession.Result result = graph.run(feeds, Set.of(output))) {
            return unit(Tensors.toFloats(graph.output(result, output)));
        }
    }

    private float[] unit(float[] vector) {
        double sum = 0;
        for (float element : vector) {
            sum += (double) element * element;
        }
        double length = Math.sqrt(sum);
        if (!(length > 0) || Double.isInfinite(length)) {
            throw new ModelUnfitException(graph.file() + " gave a vector of length " + length
                    + ". The file is damaged or its precision too low for this machine: fetch it again, or choose"
                    + " another precision.");
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < vector.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
