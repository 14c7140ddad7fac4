package dev.clue.verdict;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ConfigurationException;
import dev.clue.image.Box;
import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON to verdict. */
final class VerdictReader {

    private VerdictReader() {}

    static ImageVerdict image(JsonNode node) {
        if (!node.isObject()) {
            throw wrong("verdict", node);
        }
        JsonNode image = object(node, "image");
        JsonNode constitution = object(node, "constitution");
        JsonNode models = object(node, "models");
        JsonNode usage = object(node, "usage");
        return new ImageVerdict(
                text(node, "id"),
                new ImageVerdict.ImageReference(
                        text(image, "uri"),
                        optional(image, "sha256", VerdictReader::text),
                        optional(image, "width", VerdictReader::integer),
                        optional(image, "height", VerdictReader::integer),
                        optional(image, "bytes", VerdictReader::whole),
                        integer(image, "frame")),
                new ImageVerdict.ConstitutionReference(
                        text(constitution, "id"), integer(constitution, "version"), text(constitution, "sha256")),
                choice(node, "verdict", ImageVerdict.Outcome.class),
                score(node),
                list(node, "rules", VerdictReader::rule),
                new ImageVerdict.Models(
                        model(models, "vlm"),
                        optional(models, "encoder", VerdictReader::model),
                        optional(models, "detector", VerdictReader::model)),
                text(node, "prompt_version"),
                text(node, "profile"),
                new Usage(whole(usage, "calls"), whole(usage, "input_tokens"), whole(usage, "output_tokens")),
                timing(object(node, "timing_ms")),
                text(node, "clue_version"),
                instant(node, "created_at"),
                optional(node, "error", VerdictReader::failure));
    }

    private static RuleVerdict rule(JsonNode node) {
        return new RuleVerdict(
                text(node, "id"),
                choice(node, "verdict", RuleVerdict.Outcome.class),
                score(node),
                optional(node, "relevance", VerdictReader::number),
                list(
                        node,
                        "preconditions",
                        precondition -> new PreconditionVerdict(
                                choice(precondition, "verdict", StatementVerdict.Outcome.class),
                                list(precondition, "any", VerdictReader::statement))),
                optional(node, "cause", VerdictReader::failure));
    }

    private static StatementVerdict statement(JsonNode node) {
        return new StatementVerdict(
                text(node, "statement"),
                choice(node, "verdict", StatementVerdict.Outcome.class),
                score(node),
                choice(node, "by", StatementVerdict.Step.class),
                optional(node, "p_yes", VerdictReader::number),
                optional(node, "prior", VerdictReader::number),
                optional(node, "mass", VerdictReader::number),
                optional(node, "prior_mass", VerdictReader::number),
                optional(node, "region", VerdictReader::region),
                optional(node, "rationale", VerdictReader::text),
                optional(node, "cause", VerdictReader::failure));
    }

    private static StatementVerdict.Region region(JsonNode parent, String name) {
        JsonNode node = object(parent, name);
        JsonNode cropped = field(node, "cropped");
        if (!cropped.isBoolean()) {
            throw wrong("cropped", cropped);
        }
        return new StatementVerdict.Region(
                box(node, "box"),
                number(node, "score"),
                optional(node, "p_without", VerdictReader::number),
                optional(node, "mass_without", VerdictReader::number),
                optional(node, "crop", VerdictReader::box));
    }

    private static Box box(JsonNode parent, String name) {
        JsonNode box = field(parent, name);
        boolean isBox = box.isArray() && box.size() == 4;
        for (JsonNode edge : box) {
            isBox &= edge.isInt();
        }
        if (!isBox) {
            throw wrong(name, box);
        }
        try {
            return new Box(
                    box.get(0).intValue(),
                    box.get(1).intValue(),
                    box.get(2).intValue(),
                    box.get(3).intValue());
        } catch (IllegalArgumentException e) {
            throw wrong(name, box);
        }
    }

    private static SortedMap<String, Double> timing(JsonNode node) {
        SortedMap<String, Double> timing = new TreeMap<>();
        node.fieldNames().forEachRemaining(step -> timing.put(step, number(node, step)));
        return timing;
    }

    private static ModelIdentity model(JsonNode parent, String name) {
        JsonNode node = object(parent, name);
        return new ModelIdentity(
                text(node, "name"), text(node, "digest"), optional(node, "unproven", VerdictReader::text));
    }

    private static Failure failure(JsonNode parent, String name) {
        JsonNode node = object(parent, name);
        return new Failure(text(node, "kind"), text(node, "message"));
    }

    private static <T> List<T> list(JsonNode parent, String name, Function<JsonNode, T> element) {
        JsonNode node = field(parent, name);
        if (!node.isArray()) {
            throw wrong(name, node);
        }
        List<T> list = new ArrayList<>();
        node.forEach(each -> list.add(element.apply(each)));
        return list;
    }

    private static JsonNode object(JsonNode parent, String name) {
        JsonNode node = field(parent, name);
        if (!node.isObject()) {
            throw wrong(name, node);
        }
        return node;
    }

    private static String text(JsonNode parent, String name) {
        JsonNode node = field(parent, name);
        if (!node.isTextual()) {
            throw wrong(name, node);
        }
        return node.textValue();
    }

    private static double number(JsonNode parent, String name) {
        JsonNode node = field(parent, name);
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw wrong(name, node);
        }
        return node.doubleValue();
    }

    private static double score(JsonNode parent) {
        double score = number(parent, "score");
        if (score < 0 || score > 1) {
            throw wrong("score", field(parent, "score"));
        }
        return score;
    }

    private static long whole(JsonNode parent, String name) {
        JsonNode node = field(parent, name);
        if (!node.canConvertToLong() || !node.isIntegralNumber()) {
            throw wrong(name, node);
        }
        return node.longValue();
    }

    private static int integer(JsonNode parent, String name) {
        JsonNode node = field(parent, name);
        if (!node.isInt()) {
            throw wrong(name, node);
        }
        return node.intValue();
    }

    private static Instant instant(JsonNode parent, String name) {
        try {
            return Instant.parse(text(parent, name));
        } catch (DateTimeException e) {
            throw wrong(name, field(parent, name));
        }
    }

    private static <E extends Enum<E>> E choice(JsonNode parent, String name, Class<E> choices) {
        String written = text(parent, name);
        for (E choice : choices.getEnumConstants()) {
            if (choice.name().toLowerCase(Locale.ROOT).equals(written)) {
                return choice;
            }
        }
        throw wrong(name, field(parent, name));
    }

    private static <T> @Nullable T optional(JsonNode parent, String name, Field<T> field) {
        return parent.hasNonNull(name) ? field.read(parent, name) : null;
    }

    private static JsonNode field(JsonNode parent, String name) {
        JsonNode node = parent.get(name);
        if (node == null) {
            throw new ConfigurationException(
                    "this is no verdict: " + name + " is missing; give a file that clue judge has written");
        }
        return node;
    }

    private static ConfigurationException wrong(String name, JsonNode value) {
        String shown = value.toString();
        return new ConfigurationException("this is no verdict: " + name + " cannot be "
                + (shown.length() <= 80 ? shown : shown.substring(0, 80) + "…")
                + "; give a file that clue judge has written");
    }

    private interface Field<T> {
        T read(JsonNode parent, String name);
    }
}
