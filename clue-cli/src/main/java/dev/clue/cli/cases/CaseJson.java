package dev.clue.cli.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.VerdictJson;
import java.util.List;

/** A run of cases as JSON, by docs/schema/test-report.schema.json. */
public final class CaseJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private CaseJson() {}

    /** One object. */
    public static String of(CaseRun run) {
        ObjectNode root = NODES.objectNode();
        ArrayNode suites = root.putArray("suites");
        run.suites().forEach(suite -> suites.add(suite(suite)));
        ObjectNode summary = root.putObject("summary");
        summary.put("cases", run.cases());
        for (CaseResult.Status status : CaseResult.Status.values()) {
            summary.put(CaseFileParser.word(status), run.count(status));
        }
        summary.put("not_run", run.notRun());
        root.put("model", run.model());
        root.put("clue_version", run.clueVersion());
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode suite(SuiteResult suite) {
        ObjectNode node = NODES.objectNode();
        node.put("file", suite.file().file().toString());
        node.put("constitution", suite.file().constitution().toString());
        ArrayNode cases = node.putArray("cases");
        suite.results().forEach(result -> cases.add(result(result)));
        ArrayNode rules = node.putArray("rules");
        suite.rules()
                .forEach(rule -> rules.addObject()
                        .put("id", rule.id())
                        .put("violations", rule.violations())
                        .put("found", rule.found())
                        .put("others", rule.others())
                        .put("false_alarms", rule.falseAlarms()));
        return node;
    }

    private static ObjectNode result(CaseResult result) {
        ObjectNode node = NODES.objectNode();
        Case of = result.of();
        node.put("image", of.image());
        node.put("line", of.span().line());
        node.put("status", CaseFileParser.word(result.status()));
        ObjectNode expected = node.putObject("expected");
        expected.put("verdict", CaseFileParser.word(of.expected()));
        if (of.violated() != null) {
            texts(expected.putArray("violated"), of.violated());
        }
        ImageVerdict verdict = result.verdict();
        ObjectNode found = node.putObject("found");
        found.put("verdict", CaseFileParser.word(verdict.outcome()));
        texts(found.putArray("violated"), violated(verdict));
        ArrayNode differences = node.putArray("differences");
        result.differences()
                .forEach(difference -> differences
                        .addObject()
                        .put("code", difference.kind().code())
                        .put("message", difference.message())
                        .put("line", difference.span().line())
                        .put("column", difference.span().column()));
        if (of.knownFailure() != null) {
            node.put("known_failure", of.knownFailure());
        }
        try {
            node.set("evidence", JSON.readTree(VerdictJson.write(verdict)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        return node;
    }

    /** The rules that a verdict finds violated. */
    static List<String> violated(ImageVerdict verdict) {
        return verdict.rules().stream()
                .filter(rule -> rule.outcome() == RuleVerdict.Outcome.VIOLATED)
                .map(RuleVerdict::id)
                .toList();
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }
}
