package dev.clue.cli.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.cli.output.Words;
import dev.clue.cli.run.Price;
import dev.clue.compile.CompileResult;
import dev.clue.compile.RuleOutcome;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as one JSON object. */
public final class CompileJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CompileJson() {}

    /**
     * The object.
     *
     * @param price what the model charges, or null where that is not known
     */
    public static String text(Policy policy, CompileResult result, @Nullable Price price) {
        ObjectNode root = JSON.createObjectNode()
                .put("constitution", policy.source().id())
                .put("version", policy.source().version())
                .put("lock", policy.lockFile().toString());
        ArrayNode rules = root.putArray("rules");
        result.outcomes().forEach(outcome -> rule(rules.addObject().put("id", outcome.ruleId()), outcome));
        ArrayNode notes = root.putArray("notes");
        result.notes().forEach(notes::add);
        Price.write(result.usage(), price, root);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rule(ObjectNode rule, RuleOutcome outcome) {
        switch (outcome) {
            case RuleOutcome.Compiled compiled -> entry(rule.put("outcome", "compiled"), compiled.entry());
            case RuleOutcome.UpToDate kept -> entry(rule.put("outcome", "up_to_date"), kept.entry());
            case RuleOutcome.Edited edited -> entry(rule.put("outcome", "edited"), edited.entry());
            case RuleOutcome.EditedAndStale stale -> entry(rule.put("outcome", "stale"), stale.entry());
            case RuleOutcome.Handwritten handwritten -> rule.put("outcome", "handwritten");
            case RuleOutcome.Failed failed ->
                rule.put("outcome", "failed").put("error", failed.why()).put("reason", reason(failed));
            case RuleOutcome.NotReached notReached -> rule.put("outcome", "not_reached");
        }
    }

    private static String reason(RuleOutcome.Failed failed) {
        return failed.reason().name().toLowerCase(Locale.ROOT);
    }

    private static void entry(ObjectNode rule, LockEntry entry) {
        rule.put("objectified", entry.objectified());
        ArrayNode history = rule.putArray("history");
        entry.history()
                .forEach(attempt -> history.addObject()
                        .put("text", attempt.text())
                        .put("score", attempt.score())
                        .put("explanation", attempt.explanation()));
        ArrayNode preconditions = rule.putArray("preconditions");
        for (Precondition precondition : entry.preconditions()) {
            ArrayNode any = preconditions.addObject().putArray("any");
            for (Statement statement : precondition.any()) {
                ArrayNode objects =
                        any.addObject().put("statement", statement.text()).putArray("objects");
                statement.objects().forEach(objects::add);
            }
        }
        ArrayNode findings = rule.putArray("findings");
        entry.findings()
                .forEach(finding -> findings.addObject()
                        .put("check", finding.check())
                        .put("severity", Words.of(finding.severity()))
                        .put("message", finding.message())
                        .put("advice", finding.advice()));
    }
}
