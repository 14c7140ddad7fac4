package dev.clue.eval.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.method.RulePrediction;
import dev.clue.model.Usage;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.VerdictJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A result as a line of JSON. */
final class ResultJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultJson() {}

    static String write(Result result) {
        Prediction prediction = result.prediction();
        ObjectNode line = JSON.createObjectNode()
                .put("item", result.item())
                .put("sha256", result.sha256())
                .put("method", result.method())
                .put("outcome", name(prediction.outcome()));
        put(line, "score", prediction.score());
        if (!prediction.rules().isEmpty()) {
            ObjectNode rules = line.putObject("rules");
            prediction.rules().forEach((id, rule) -> {
                ObjectNode node = rules.putObject(id).put("outcome", name(rule.outcome()));
                put(node, "score", rule.score());
                put(node, "relevance", rule.relevance());
            });
        }
        Usage usage = prediction.usage();
        line.putObject("usage")
                .put("calls", usage.calls())
                .put("input_tokens", usage.inputTokens())
                .put("output_tokens", usage.outputTokens());
        line.put("ms", prediction.millis());
        if (prediction.cause() != null) {
            line.put("cause", prediction.cause());
        }
        if (result.unusable() != null) {
            line.putObject("unusable")
                    .put("kind", result.unusable().kind())
                    .put("message", result.unusable().message());
        }
        if (result.verdict() != null) {
            line.set("verdict", parse(VerdictJson.write(result.verdict())));
        }
        return line.toString();
    }

    /** @throws IllegalArgumentException if it is no result */
    static Result read(JsonNode line) {
        Map<String, RulePrediction> rules = new LinkedHashMap<>();
        JsonNode named = line.path("rules");
        named.fieldNames().forEachRemaining(id -> {
            JsonNode rule = named.required(id);
            rules.put(
                    id,
                    new RulePrediction(
                            RuleVerdict.Outcome.valueOf(constant(rule)),
                            number(rule, "score"),
                            number(rule, "relevance")));
        });
        JsonNode usage = line.required("usage");
        return new Result(
                line.required("item").textValue(),
                line.required("sha256").textValue(),
                line.required("method").textValue(),
                new Prediction(
                        ImageVerdict.Outcome.valueOf(constant(line)),
                        number(line, "score"),
                        rules,
                        new Usage(
                                usage.required("calls").longValue(),
                                usage.required("input_tokens").longValue(),
                                usage.required("output_tokens").longValue()),
                        line.required("ms").doubleValue(),
                        line.path("cause").textValue()),
                line.has("verdict") ? VerdictJson.read(line.path("verdict").toString()) : null,
                line.has("unusable") ? failure(line.path("unusable")) : null);
    }

    private static Failure failure(JsonNode node) {
        return new Failure(
                node.required("kind").textValue(), node.required("message").textValue());
    }

    /** @throws IllegalArgumentException if it is no JSON object */
    static JsonNode parse(String line) {
        try {
            JsonNode node = JSON.readTree(line);
            if (!node.isObject()) {
                throw new IllegalArgumentException("no JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON", e);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    private static String constant(JsonNode node) {
        return node.required("outcome").textValue().toUpperCase(Locale.ROOT);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static @Nullable Double number(JsonNode node, String name) {
        JsonNode value = node.path(name);
        return value.isNumber() ? value.doubleValue() : null;
    }

    private static void put(ObjectNode node, String name, @Nullable Double value) {
        if (value != null) {
            node.put(name, value);
        }
    }
}
