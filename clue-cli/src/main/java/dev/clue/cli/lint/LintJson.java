package dev.clue.cli.lint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.cli.output.Words;
import dev.clue.cli.run.Price;
import dev.clue.lint.LintFinding;
import dev.clue.lint.LintFix;
import dev.clue.lint.LintReport;
import dev.clue.lint.RatedRule;
import dev.clue.lint.Severity;
import dev.clue.model.Usage;
import dev.clue.yaml.Span;
import org.jspecify.annotations.Nullable;

/** Findings as JSON, by docs/schema/lint-report.schema.json. */
public final class LintJson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private LintJson() {}

    /**
     * One object; what is suppressed is in it, with its reason.
     *
     * @param usage what the model that rates has used, or null where none is asked
     * @param price what it charges, or null where that is not known
     */
    public static String of(LintReport report, @Nullable Usage usage, @Nullable Price price, String clueVersion) {
        ObjectNode root = NODES.objectNode();
        ArrayNode findings = root.putArray("findings");
        report.findings().forEach(finding -> findings.add(finding(finding)));
        ArrayNode ratings = root.putArray("objectiveness");
        report.ratings().forEach(rated -> ratings.add(rating(rated)));
        ObjectNode summary = root.putObject("summary");
        for (Severity severity : Severity.values()) {
            summary.put(Words.of(severity), report.count(severity));
        }
        summary.put("suppressed", report.suppressed());
        if (usage != null) {
            Price.write(usage, price, root);
        }
        root.put("clue_version", clueVersion);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode finding(LintFinding finding) {
        ObjectNode node = NODES.objectNode();
        node.put("code", finding.code().id());
        node.put("severity", Words.of(finding.code().severity()));
        node.put("file", finding.file());
        place(node, finding.span());
        if (finding.ruleId() != null) {
            node.put("rule", finding.ruleId());
        }
        node.put("message", finding.message());
        LintFix fix = finding.fix();
        if (fix != null) {
            ObjectNode change = node.putObject("fix");
            change.put("description", fix.description());
            place(change, fix.span());
            change.put("text", fix.text());
        }
        if (finding.suppressedBecause() != null) {
            node.put("suppressed_because", finding.suppressedBecause());
        }
        return node;
    }

    private static ObjectNode rating(RatedRule rated) {
        return NODES.objectNode()
                .put("file", rated.file())
                .put("rule", rated.ruleId())
                .put("score", rated.rating().score())
                .put("explanation", rated.rating().explanation())
                .put("rated_by", rated.fromLock() ? "lock" : "model");
    }

    private static void place(ObjectNode node, Span span) {
        node.put("line", span.line())
                .put("column", span.column())
                .put("end_line", span.endLine())
                .put("end_column", span.endColumn());
    }
}
