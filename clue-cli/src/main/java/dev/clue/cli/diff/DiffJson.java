package dev.clue.cli.diff;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.cli.output.Destination;
import dev.clue.eval.diff.ImageFlip;
import dev.clue.eval.diff.RuleFlip;
import dev.clue.eval.diff.RunDiff;
import dev.clue.eval.diff.VerdictRun;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A comparison as JSON; what was found is written as in verdicts. */
public final class DiffJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private DiffJson() {}

    /** One object: both runs, how they differ, and every flip. */
    public static void write(RunDiff diff, String clueVersion, Destination destination) throws IOException {
        ObjectNode root = NODES.objectNode();
        root.set("before", run(diff.before()));
        root.set("after", run(diff.after()));
        ArrayNode differences = root.putArray("differences");
        diff.differences()
                .forEach(difference -> differences
                        .addObject()
                        .put("what", difference.what())
                        .put("before", difference.before())
                        .put("after", difference.after()));
        ObjectNode images = root.putObject("images");
        images.put("compared", diff.compared())
                .put("flipped", diff.outcomesFlipped())
                .put("newly_unsafe", diff.newlyUnsafe())
                .put("no_longer_unsafe", diff.noLongerUnsafe())
                .put("files_changed", diff.filesChanged());
        texts(images.putArray("only_before"), diff.onlyBefore());
        texts(images.putArray("only_after"), diff.onlyAfter());
        ArrayNode unjudged = images.putArray("unjudged");
        diff.unjudged()
                .forEach(image -> unjudged.addObject()
                        .put("image", image.uri())
                        .put("kind", image.failure().kind())
                        .put("message", image.failure().message()));
        ObjectNode rules = root.putObject("rules");
        texts(rules.putArray("added"), diff.rulesAdded());
        texts(rules.putArray("removed"), diff.rulesRemoved());
        ArrayNode counts = rules.putArray("flips");
        diff.ruleCounts()
                .forEach((id, count) -> counts.addObject()
                        .put("id", id)
                        .put("newly_violated", count.newlyViolated())
                        .put("no_longer_violated", count.noLongerViolated())
                        .put("other", count.other()));
        ArrayNode flips = root.putArray("flips");
        diff.flips().forEach(flip -> flips.add(flip(flip)));
        root.put("clue_version", clueVersion);
        send(root, destination);
    }

    /** One flip a line. */
    public static void writeLines(RunDiff diff, Destination destination) throws IOException {
        for (ImageFlip flip : diff.flips()) {
            send(flip(flip), destination);
        }
    }

    private static void send(ObjectNode node, Destination destination) throws IOException {
        destination.write((JSON.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static ObjectNode run(VerdictRun run) {
        JsonNode example = tree(run.example());
        ObjectNode node = NODES.objectNode();
        node.put("source", run.source()).put("images", run.verdicts().size());
        for (String field : List.of("constitution", "models", "prompt_version", "profile")) {
            node.set(field, example.path(field));
        }
        return node;
    }

    private static ObjectNode flip(ImageFlip flip) {
        JsonNode before = tree(flip.before());
        JsonNode after = tree(flip.after());
        ObjectNode node = NODES.objectNode();
        node.put("image", flip.before().image().uri());
        node.put("file_changed", flip.fileChanged());
        node.set("before", side(before));
        node.set("after", side(after));
        ArrayNode rules = node.putArray("rules");
        for (RuleFlip rule : flip.rules()) {
            ObjectNode both = rules.addObject().put("id", rule.id());
            setRule(both, "before", before, rule.id());
            setRule(both, "after", after, rule.id());
        }
        return node;
    }

    private static ObjectNode side(JsonNode verdict) {
        ObjectNode side = NODES.objectNode();
        for (String field : List.of("verdict", "score", "error")) {
            if (verdict.has(field)) {
                side.set(field, verdict.get(field));
            }
        }
        return side;
    }

    private static void setRule(ObjectNode both, String side, JsonNode verdict, String id) {
        for (JsonNode rule : verdict.path("rules")) {
            if (rule.path("id").asText().equals(id)) {
                both.set(side, rule);
            }
        }
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static JsonNode tree(ImageVerdict verdict) {
        try {
            return JSON.readTree(VerdictJson.write(verdict));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written as JSON can be read", e);
        }
    }
}
