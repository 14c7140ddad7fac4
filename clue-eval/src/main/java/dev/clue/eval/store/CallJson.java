package dev.clue.eval.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.image.Box;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Usage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Calls as a line of JSON: one, or the answers to a pack of questions, which are there all or not at all. Numbers keep
 * every digit, so that what is read is what was written.
 */
final class CallJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PACK = "pack";
    private static final int BOX_SIDES = 4;

    private CallJson() {}

    /** A key and its call. */
    record Kept(String key, Call call) {}

    /** @param calls at least one */
    static String write(List<Kept> calls) {
        if (calls.size() == 1) {
            return node(calls.getFirst()).toString();
        }
        ObjectNode line = JSON.createObjectNode();
        calls.forEach(kept -> line.withArray(PACK).add(node(kept)));
        return line.toString();
    }

    private static ObjectNode node(Kept kept) {
        Call call = kept.call();
        ObjectNode line = JSON.createObjectNode().put("key", kept.key());
        switch (call) {
            case Call.Opened opened -> usage(line.put("call", "look"), opened.usage());
            case Call.Answered answered -> {
                line.put("call", "answer")
                        .put("yes", answered.answer().yes())
                        .put("no", answered.answer().no());
                usage(line, answered.usage());
            }
            case Call.Said said -> usage(line.put("call", "turn").put("text", said.text()), said.usage());
            case Call.Embedded embedded -> {
                ArrayNode vectors = line.put("call", "embedding").putArray("vectors");
                embedded.vectors().forEach(vector -> vectors.add(text(vector)));
            }
            case Call.Detected detected -> {
                Box box = detected.box();
                line.put("call", "detection")
                        .put("score", detected.score())
                        .putArray("box")
                        .add(box.left())
                        .add(box.top())
                        .add(box.right())
                        .add(box.bottom());
            }
            case Call.Familiar familiar ->
                line.put("call", "familiarity")
                        .put("distance", familiar.distance())
                        .put("limit", familiar.limit())
                        .put("advice", familiar.advice());
        }
        return line.put("ms", call.millis());
    }

    /** @throws IllegalArgumentException if it is no such line */
    static List<Kept> read(String written) {
        JsonNode line;
        try {
            line = JSON.readTree(written);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
        if (!line.has(PACK)) {
            return List.of(kept(line));
        }
        List<Kept> pack = new ArrayList<>();
        line.path(PACK).forEach(node -> pack.add(kept(node)));
        return pack;
    }

    private static Kept kept(JsonNode line) {
        double millis = line.required("ms").doubleValue();
        Call call = switch (line.required("call").asText()) {
            case "look" -> new Call.Opened(usage(line), millis);
            case "answer" ->
                new Call.Answered(
                        new AnswerProbability(
                                line.required("yes").doubleValue(),
                                line.required("no").doubleValue()),
                        usage(line),
                        millis);
            case "turn" -> new Call.Said(line.required("text").textValue(), usage(line), millis);
            case "embedding" -> new Call.Embedded(vectors(line.required("vectors")), millis);
            case "detection" ->
                new Call.Detected(
                        box(line.required("box")), line.required("score").doubleValue(), millis);
            case "familiarity" ->
                new Call.Familiar(
                        line.required("distance").doubleValue(),
                        line.required("limit").doubleValue(),
                        line.required("advice").textValue(),
                        millis);
            default -> throw new IllegalArgumentException("unknown call " + line.get("call"));
        };
        return new Kept(line.required("key").textValue(), call);
    }

    private static void usage(ObjectNode line, Usage usage) {
        line.putArray("usage").add(usage.calls()).add(usage.inputTokens()).add(usage.outputTokens());
    }

    private static Usage usage(JsonNode line) {
        JsonNode usage = line.required("usage");
        return new Usage(
                usage.required(0).longValue(),
                usage.required(1).longValue(),
                usage.required(2).longValue());
    }

    private static Box box(JsonNode sides) {
        int[] box = new int[BOX_SIDES];
        for (int i = 0; i < BOX_SIDES; i++) {
            box[i] = sides.required(i).intValue();
        }
        return new Box(box[0], box[1], box[2], box[3]);
    }

    private static String text(float[] vector) {
        ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    private static List<float[]> vectors(JsonNode texts) {
        List<float[]> vectors = new ArrayList<>();
        for (JsonNode text : texts) {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text.textValue()))
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] vector = new float[bytes.remaining() / Float.BYTES];
            bytes.asFloatBuffer().get(vector);
            vectors.add(vector);
        }
        return vectors;
    }
}
