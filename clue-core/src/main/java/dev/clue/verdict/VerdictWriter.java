package dev.clue.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.image.Box;
import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Verdict to JSON. */
final class VerdictWriter {

    private static final int DECIMAL_PLACES = 6;
    private static final int DECIMAL_PLACES_OF_TIMES = 3;

    private final JsonNodeFactory json;

    VerdictWriter(JsonNodeFactory json) {
        this.json = json;
    }

    ObjectNode image(ImageVerdict verdict) {
        ObjectNode node = json.objectNode();
        node.put("id", verdict.id());
        node.set("image", reference(verdict.image()));
        node.putObject("constitution")
                .put("id", verdict.constitution().id())
                .put("version", verdict.constitution().version())
                .put("sha256", verdict.constitution().sha256());
        node.put("verdict", name(verdict.outcome()));
        node.put("score", rounded(verdict.score()));
        ArrayNode rules = node.putArray("rules");
        verdict.rules().forEach(rule -> rules.add(rule(rule)));
        ObjectNode models = node.putObject("models");
        putModel(models, "vlm", verdict.models().vlm());
        putModel(models, "encoder", verdict.models().encoder());
        putModel(models, "detector", verdict.models().detector());
        node.put("prompt_version", verdict.promptVersion());
        node.put("profile", verdict.profile());
        node.set("usage", usage(verdict.usage()));
        ObjectNode timing = node.putObject("timing_ms");
        verdict.timingMillis().forEach((step, millis) -> timing.put(step, rounded(millis, DECIMAL_PLACES_OF_TIMES)));
        node.put("clue_version", verdict.clueVersion());
        node.put("created_at", verdict.createdAt().toString());
        putFailure(node, "error", verdict.error());
        return node;
    }

    private ObjectNode reference(ImageVerdict.ImageReference image) {
        ObjectNode node = json.objectNode().put("uri", image.uri());
        if (image.sha256() != null) {
            node.put("sha256", image.sha256());
        }
        if (image.width() != null) {
            node.put("width", image.width());
        }
        if (image.height() != null) {
            node.put("height", image.height());
        }
        if (image.bytes() != null) {
            node.put("bytes", image.bytes());
        }
        return node.put("frame", image.frame());
    }

    private ObjectNode rule(RuleVerdict rule) {
        ObjectNode node = json.objectNode();
        node.put("id", rule.id());
        node.put("verdict", name(rule.outcome()));
        node.put("score", rounded(rule.score()));
        putNumber(node, "relevance", rule.relevance());
        ArrayNode preconditions = node.putArray("preconditions");
        for (PreconditionVerdict precondition : rule.preconditions()) {
            ArrayNode any = preconditions
                    .addObject()
                    .put("verdict", name(precondition.outcome()))
                    .putArray("any");
            precondition.any().forEach(statement -> any.add(statement(statement)));
        }
        putFailure(node, "cause", rule.cause());
        return node;
    }

    private ObjectNode statement(StatementVerdict statement) {
        ObjectNode node = json.objectNode();
        node.put("statement", statement.statement());
        node.put("verdict", name(statement.outcome()));
        node.put("score", rounded(statement.score()));
        node.put("by", name(statement.by()));
        putNumber(node, "p_yes", statement.pYes());
        putNumber(node, "prior", statement.prior());
        putNumber(node, "mass", statement.mass());
        putNumber(node, "prior_mass", statement.priorMass());
        if (statement.region() != null) {
            node.set("region", region(statement.region()));
        }
        if (statement.rationale() != null) {
            node.put("rationale", statement.rationale());
        }
        putFailure(node, "cause", statement.cause());
        return node;
    }

    private ObjectNode region(StatementVerdict.Region region) {
        ObjectNode node = json.objectNode();
        putBox(node, "box", region.box());
        node.put("score", rounded(region.score()));
        putNumber(node, "p_without", region.pWithout());
        putNumber(node, "mass_without", region.massWithout());
        node.put("cropped", region.cropped());
        if (region.crop() != null) {
            putBox(node, "crop", region.crop());
        }
        return node;
    }

    private static void putBox(ObjectNode node, String name, Box box) {
        node.putArray(name).add(box.left()).add(box.top()).add(box.right()).add(box.bottom());
    }

    private ObjectNode usage(Usage usage) {
        return json.objectNode()
                .put("calls", usage.calls())
                .put("input_tokens", usage.inputTokens())
                .put("output_tokens", usage.outputTokens());
    }

    private static void putModel(ObjectNode models, String role, @Nullable ModelIdentity model) {
        if (model != null) {
            ObjectNode node = models.putObject(role).put("name", model.name()).put("digest", model.digest());
            if (model.unproven() != null) {
                node.put("unproven", model.unproven());
            }
        }
    }

    private static void putFailure(ObjectNode node, String name, @Nullable Failure failure) {
        if (failure != null) {
            node.putObject(name).put("kind", failure.kind()).put("message", failure.message());
        }
    }

    private static void putNumber(ObjectNode node, String name, @Nullable Double value) {
        if (value != null) {
            node.put(name, rounded(value));
        }
    }

    private static BigDecimal rounded(double value) {
        return rounded(value, DECIMAL_PLACES);
    }

    private static BigDecimal rounded(double value, int places) {
        BigDecimal plain = BigDecimal.valueOf(value)
                .setScale(places, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
