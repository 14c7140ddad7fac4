package dev.clue.cli.sarif;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.yaml.Span;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SARIF 2.1.0 log of one run.
 *
 * @param clueVersion version of clue
 * @param rules every kind of result that the tool can report, in the order of the documentation
 * @param results what was found
 */
public record SarifLog(String clueVersion, List<Descriptor> rules, List<Result> results) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
    private static final String VERSION = "2.1.0";

    /** How much a result matters, as SARIF names it. */
    public enum Level {
        /** Must be mended. */
        ERROR("error"),
        /** Should be mended. */
        WARNING("warning"),
        /** Good to know. */
        NOTE("note");

        private final String word;

        Level(String word) {
            this.word = word;
        }
    }

    /**
     * A kind of result.
     *
     * @param id its code
     * @param meaning one sentence
     * @param help what to do about it
     * @param level how much it matters
     */
    public record Descriptor(String id, String meaning, String help, Level level) {}

    /**
     * Something found.
     *
     * @param ruleId its kind
     * @param level how much it matters
     * @param message what is wrong and what to do
     * @param file where it stands
     * @param span where in the file
     * @param fix what would mend it, or null where nothing can be said
     * @param suppressedBecause why it does not count, or null where it counts
     */
    public record Result(
            String ruleId,
            Level level,
            String message,
            Path file,
            Span span,
            @Nullable Replacement fix,
            @Nullable String suppressedBecause) {}

    /**
     * A change of a file.
     *
     * @param description what it does
     * @param span what is replaced
     * @param text what takes its place
     */
    public record Replacement(String description, Span span, String text) {}

    /** Copies the lists. */
    public SarifLog {
        rules = List.copyOf(rules);
        results = List.copyOf(results);
    }

    /** The log as JSON. */
    public String toJson() {
        ObjectNode root = NODES.objectNode();
        root.put("$schema", SCHEMA).put("version", VERSION);
        ObjectNode run = root.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "clue").put("version", clueVersion);
        Map<String, Integer> indexes = new LinkedHashMap<>();
        ArrayNode descriptors = driver.putArray("rules");
        for (Descriptor rule : rules) {
            indexes.put(rule.id(), indexes.size());
            ObjectNode node = descriptors.addObject().put("id", rule.id());
            node.putObject("shortDescription").put("text", rule.meaning());
            node.putObject("help").put("text", rule.help());
            node.putObject("defaultConfiguration").put("level", rule.level().word);
        }
        // Columns count characters, as every other message of clue does.
        run.put("columnKind", "unicodeCodePoints");
        ArrayNode found = run.putArray("results");
        results.forEach(result -> found.add(result(result, indexes)));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode result(Result result, Map<String, Integer> indexes) {
        ObjectNode node = NODES.objectNode();
        node.put("ruleId", result.ruleId());
        Integer index = indexes.get(result.ruleId());
        if (index != null) {
            node.put("ruleIndex", index);
        }
        node.put("level", result.level().word);
        node.putObject("message").put("text", result.message());
        ObjectNode place = node.putArray("locations").addObject().putObject("physicalLocation");
        artifact(place, result.file());
        place.set("region", region(result.span()));
        Replacement fix = result.fix();
        if (fix != null) {
            ObjectNode fixNode = node.putArray("fixes").addObject();
            fixNode.putObject("description").put("text", fix.description());
            ObjectNode change = fixNode.putArray("artifactChanges").addObject();
            artifact(change, result.file());
            ObjectNode replacement = change.putArray("replacements").addObject();
            replacement.set("deletedRegion", region(fix.span()));
            replacement.putObject("insertedContent").put("text", fix.text());
        }
        if (result.suppressedBecause() != null) {
            node.putArray("suppressions")
                    .addObject()
                    .put("kind", "inSource")
                    .put("justification", result.suppressedBecause());
        }
        return node;
    }

    private static void artifact(ObjectNode parent, Path file) {
        parent.putObject("artifactLocation").put("uri", uri(file));
    }

    /** A relative path stays relative, so that a build server finds the file in its own checkout. */
    private static String uri(Path file) {
        if (file.isAbsolute()) {
            return file.toUri().toString();
        }
        String path = file.normalize().toString().replace('\\', '/');
        try {
            return new URI(null, null, path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("no URI for " + file, e);
        }
    }

    private static ObjectNode region(Span span) {
        return NODES.objectNode()
                .put("startLine", span.line())
                .put("startColumn", span.column())
                .put("endLine", span.endLine())
                .put("endColumn", span.endColumn());
    }
}
