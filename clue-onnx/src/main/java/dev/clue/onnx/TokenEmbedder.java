package dev.clue.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;

/** {@code embed_tokens}: input_ids [1, tokens] to inputs_embeds [1, tokens, hidden]. */
final class TokenEmbedder {

    private static final String IDS = "input_ids";
    private static final String EMBEDDINGS = "inputs_embeds";

    private final Graph graph;
    private final int hidden;

    TokenEmbedder(Graph graph, int hidden) {
        this.graph = graph;
        this.hidden = hidden;
        graph.requireOnlyInputs(Set.of(IDS));
        graph.input(IDS);
        graph.requireSize(graph.output(EMBEDDINGS), EMBEDDINGS, 2, hidden, "config.json (hidden_size)");
    }

    /** One row of {@code hidden} numbers a token. */
    float[] embed(long[] ids) {
        try (OnnxTensor input = Tensors.longs(ids, 1, ids.length);
                OrtSession.Result result = graph.run(Map.of(IDS, input), Set.of(EMBEDDINGS))) {
            float[] rows = Tensors.toFloats(graph.output(result, EMBEDDINGS));
            if (rows.length != ids.length * hidden) {
                throw new dev.clue.error.ModelUnfitException(graph.file() + " gave " + rows.length + " numbers for "
                        + ids.length + " tokens of " + hidden + ". The files are not of one model: fetch them again.");
            }
            return rows;
        }
    }
}
