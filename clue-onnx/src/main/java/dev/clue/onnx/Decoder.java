package dev.clue.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.clue.error.ModelUnfitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The text decoder: {@code decoder_model_merged} as published, or {@code decoder_packed}, clue's own export of the same
 * weights that takes an additive attention bias in place of the mask, and the rows to give logits for.
 *
 * <p>Positions count from 0. No run is padded.
 */
final class Decoder {

    private static final String EMBEDDINGS = "inputs_embeds";
    private static final String MASK = "attention_mask";
    private static final String POSITIONS = "position_ids";
    private static final String KEEP = "num_logits_to_keep";
    private static final String BRANCH = "use_cache_branch";
    private static final String BIAS = "attention_bias";
    private static final String GATHER = "gather";
    private static final String LOGITS = "logits";
    private static final String PAST = "past_key_values.";
    private static final String PRESENT = "present.";

    /** Added to an attention score, this leaves nothing of it; finite also in 16 bits. */
    private static final float HIDDEN_SCORE = -65504;

    /** The branch of tokens that all branches begin with. */
    static final int TRUNK = -1;

    private final Graph graph;
    private final int hidden;
    private final int vocabulary;
    private final List<String> pasts = new ArrayList<>();
    private final Set<String> presents = new HashSet<>();
    private final boolean halfEmbeddings;

    /**
     * @param layers how many layers config.json says there are
     * @param vocabulary how many tokens it says there are
     */
    Decoder(Graph graph, int hidden, int layers, int vocabulary) {
        this.graph = graph;
        this.hidden = hidden;
        this.vocabulary = vocabulary;
        Set<String> known = new HashSet<>(Set.of(EMBEDDINGS, MASK, POSITIONS, KEEP, BRANCH, BIAS, GATHER));
        for (int layer = 0; layer < layers; layer++) {
            for (String part : List.of("key", "value")) {
                String past = PAST + layer + "." + part;
                String present = PRESENT + layer + "." + part;
                if (graph.input(past).getShape().length != 4) {
                    throw new ModelUnfitException(graph.file() + ": \"" + past + "\" must have four dimensions");
                }
                graph.output(present);
                pasts.add(past);
                presents.add(present);
            }
        }
        known.addAll(pasts);
        graph.requireOnlyInputs(known);
        graph.requireSize(graph.input(EMBEDDINGS), EMBEDDINGS, 2, hidden, "config.json (hidden_size)");
        graph.requireSize(graph.output(LOGITS), LOGITS, 2, vocabulary, "config.json (vocab_size)");
        if (graph.takes(BIAS) != graph.takes(GATHER)) {
            throw new ModelUnfitException(graph.file() + " takes only one of " + BIAS + " and " + GATHER);
        }
        halfEmbeddings = graph.takesHalf(EMBEDDINGS);
    }

    Graph graph() {
        return graph;
    }

    /** Whether questions can be packed into one row. */
    boolean packs() {
        return graph.takes(BIAS);
    }

    /** Nothing read yet. */
    KeyValues nothing() {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (String past : pasts) {
            TensorInfo info = graph.input(past);
            long[] shape = info.getShape();
            long heads = shape[1];
            long size = shape[3];
            if (heads < 1 || size < 1) {
                throw new ModelUnfitException(graph.file() + ": \"" + past + "\" leaves heads or head size open: "
                        + Arrays.toString(shape) + ". Export it with fixed ones.");
            }
            tensors.put(past, Tensors.floats(new float[0], info.type == OnnxJavaType.FLOAT16, 1, heads, 0, size));
        }
        return new KeyValues(0, tensors);
    }

    /** What reading on gave: the logits after the last token, and what is remembered now. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Read(float[] logits, KeyValues keyValues) {}

    /**
     * Reads tokens after what is remembered, one after another.
     *
     * @param embeddings one row of {@code hidden} numbers a token
     */
    Read read(KeyValues past, float[] embeddings) {
        OrtSession.Result result = run(past, embeddings, null, true);
        KeyValues present = null;
        try {
            float[] logits = lastRow(result);
            present = take(result, past.length() + embeddings.length / hidden);
            return new Read(logits, present);
        } finally {
            if (present == null) {
                result.close();
            } else {
                graph.output(result, LOGITS).close();
            }
        }
    }

    /** What reading several dialogues on gave: the logits asked for, and what is remembered now. */
    record BranchesRead(List<float[]> logits, KeyValues keyValues) {}

    /**
     * Reads tokens after what is remembered; each sees what stands before it in its own branch and in the trunk. Needs a
     * graph that {@link #packs}.
     *
     * @param embeddings one row of {@code hidden} numbers a token
     * @param branches the branch of every token, those remembered first; {@link #TRUNK} for what all see
     * @param positions of the tokens that are read, each in its own dialogue
     * @param rows those of the tokens that are read after which logits are wanted
     */
    BranchesRead readBranches(KeyValues past, float[] embeddings, int[] branches, long[] positions, long[] rows) {
        int count = positions.length;
        Map<String, OnnxTensor> made = new HashMap<>();
        OrtSession.Result result;
        try {
            made.put(EMBEDDINGS, Tensors.floats(embeddings, halfEmbeddings, 1, count, hidden));
            made.put(
                    BIAS,
                    Tensors.floats(
                            hiding(branches, past.length(), count),
                            graph.takesHalf(BIAS),
                            1,
                            1,
                            count,
                            past.length() + count));
            made.put(POSITIONS, Tensors.longs(positions, 1, count));
            made.put(GATHER, Tensors.longs(rows, rows.length));
            Map<String, OnnxTensor> feeds = new HashMap<>(made);
            feeds.putAll(past.tensors());
            Set<String> wanted = new HashSet<>(presents);
            wanted.add(LOGITS);
            result = graph.run(feeds, wanted);
        } finally {
            made.values().forEach(OnnxTensor::close);
        }
        KeyValues present = null;
        try {
            float[] all = Tensors.toFloats(graph.output(result, LOGITS));
            requireCount(all.length, rows.length);
            present = take(result, past.length() + count);
            return new BranchesRead(rows(all, rows.length), present);
        } finally {
            if (present == null) {
                result.close();
            } else {
                graph.output(result, LOGITS).close();
            }
        }
    }

    /** What is added to the attention scores so that no token sees another branch, or what comes after it. */
    private static float[] hiding(int[] branches, int read, int count) {
        int width = read + count;
        float[] bias = new float[count * width];
        for (int row = 0; row < count; row++) {
            int self = read + row;
            int start = row * width;
            for (int other = 0; other < self; other++) {
                if (branches[other] != TRUNK && branches[other] != branches[self]) {
                    bias[start + other] = HIDDEN_SCORE;
                }
            }
            Arrays.fill(bias, start + self + 1, start + width, HIDDEN_SCORE);
        }
        return bias;
    }

    /** The logits after the last token of one continuation; nothing is remembered. */
    float[] logits(KeyValues past, float[] embeddings) {
        try (OrtSession.Result result = run(past, embeddings, null, false)) {
            return lastRow(result);
        }
    }

    /**
     * The logits after the last token of each of several continuations, all in one row: each sees what is remembered
     * and itself, not the others.
     *
     * @param embeddings all continuations, one after another
     * @param lengths tokens of each
     */
    List<float[]> logitsPacked(KeyValues past, float[] embeddings, int[] lengths) {
        try (OrtSession.Result result = run(past, embeddings, lengths, false)) {
            float[] all = Tensors.toFloats(graph.output(result, LOGITS));
            requireCount(all.length, lengths.length);
            return rows(all, lengths.length);
        }
    }

    /**
     * The logits after the last token of each of several continuations of one length, as a batch.
     *
     * @param embeddings all continuations, one after another
     * @param count how many
     */
    List<float[]> logitsBatched(KeyValues past, float[] embeddings, int count) {
        int each = embeddings.length / hidden / count;
        Map<String, OnnxTensor> feeds = new HashMap<>();
        try {
            for (String name : pasts) {
                feeds.put(name, copies(past, name, count));
            }
            feeds.put(EMBEDDINGS, Tensors.floats(embeddings, halfEmbeddings, count, each, hidden));
            causal(feeds, count, past.length(), each);
            try (OrtSession.Result result = graph.run(feeds, Set.of(LOGITS))) {
                float[] all = Tensors.toFloats(graph.output(result, LOGITS));
                int kept = all.length / vocabulary / count;
                requireCount(all.length, count * kept);
                List<float[]> logits = new ArrayList<>();
                for (int row = 0; row < count; row++) {
                    int end = (row + 1) * kept * vocabulary;
                    logits.add(Arrays.copyOfRange(all, end - vocabulary, end));
                }
                return logits;
            }
        } finally {
            feeds.values().forEach(OnnxTensor::close);
        }
    }

    private OrtSession.Result run(KeyValues past, float[] embeddings, int @Nullable [] lengths, boolean remember) {
        int count = embeddings.length / hidden;
        Map<String, OnnxTensor> made = new HashMap<>();
        try {
            made.put(EMBEDDINGS, Tensors.floats(embeddings, halfEmbeddings, 1, count, hidden));
            if (packs()) {
                packed(made, past.length(), lengths == null ? new int[] {count} : lengths, count);
            } else {
                causal(made, 1, past.length(), count);
            }
            Map<String, OnnxTensor> feeds = new HashMap<>(made);
            feeds.putAll(past.tensors());
            Set<String> wanted = new HashSet<>(Set.of(LOGITS));
            if (remember) {
                wanted.addAll(presents);
            }
            return graph.run(feeds, wanted);
        } finally {
            made.values().forEach(OnnxTensor::close);
        }
    }

    private void causal(Map<String, OnnxTensor> feeds, int rows, int read, int count) {
        if (graph.takes(MASK)) {
            long[] seen = new long[rows * (read + count)];
            Arrays.fill(seen, 1);
            feeds.put(MASK, Tensors.longs(seen, rows, read + count));
        }
        if (graph.takes(POSITIONS)) {
            long[] positions = new long[rows * count];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = (long) read + i % count;
            }
            feeds.put(POSITIONS, Tensors.longs(positions, rows, count));
        }
        if (graph.takes(KEEP)) {
            feeds.put(
                    KEEP,
                    graph.input(KEEP).getShape().length == 0
                            ? Tensors.longScalar(1)
                            : Tensors.longs(new long[] {1}, 1));
        }
        if (graph.takes(BRANCH)) {
            feeds.put(BRANCH, Tensors.flags(read > 0, 1));
        }
    }

    private void packed(Map<String, OnnxTensor> feeds, int read, int[] lengths, int count) {
        int width = read + count;
        float[] bias = new float[count * width];
        long[] positions = new long[count];
        long[] last = new long[lengths.length];
        int start = 0;
        for (int segment = 0; segment < lengths.length; segment++) {
            for (int i = 0; i < lengths[segment]; i++) {
                int row = start + i;
                positions[row] = (long) read + i;
                Arrays.fill(bias, row * width + read, row * width + read + start, HIDDEN_SCORE);
                Arrays.fill(bias, row * width + read + row + 1, (row + 1) * width, HIDDEN_SCORE);
            }
            start += lengths[segment];
            last[segment] = start - 1L;
        }
        feeds.put(BIAS, Tensors.floats(bias, graph.takesHalf(BIAS), 1, 1, count, width));
        feeds.put(POSITIONS, Tensors.longs(positions, 1, count));
        feeds.put(GATHER, Tensors.longs(last, last.length));
    }

    private OnnxTensor copies(KeyValues past, String name, int count) {
        OnnxTensor one = past.tensors().get(name);
        if (one == null) {
            throw new IllegalStateException("nothing is remembered under " + name);
        }
        float[] values = Tensors.toFloats(one);
        float[] repeated = new float[values.length * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(values, 0, repeated, i * values.length, values.length);
        }
        long[] shape = one.getInfo().getShape();
        shape[0] = count;
        return Tensors.floats(repeated, one.getInfo().type == OnnxJavaType.FLOAT16, shape);
    }

    private KeyValues take(OrtSession.Result result, int length) {
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (String past : pasts) {
            tensors.put(past, graph.output(result, PRESENT + past.substring(PAST.length())));
        }
        return new KeyValues(length, tensors);
    }

    private float[] lastRow(OrtSession.Result result) {
        float[] all = Tensors.toFloats(graph.output(result, LOGITS));
        requireCount(all.length, Math.max(1, all.length / vocabulary));
        return Arrays.copyOfRange(all, all.length - vocabulary, all.length);
    }

    private void requireCount(int numbers, int rows) {
        if (numbers != rows * vocabulary) {
            throw new ModelUnfitException(graph.file() + " gave " + numbers + " logits where " + rows + " times the "
                    + vocabulary + " of config.json (vocab_size) were expected: fetch the files again.");
        }
    }

    private List<float[]> rows(float[] all, int count) {
        List<float[]> rows = new ArrayList<>(count);
        for (int row = 0; row < count; row++) {
            rows.add(Arrays.copyOfRange(all, row * vocabulary, (row + 1) * vocabulary));
        }
        return rows;
    }
}
