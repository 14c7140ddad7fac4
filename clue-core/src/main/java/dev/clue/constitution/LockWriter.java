package dev.clue.constitution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Writes a {@link LockFile} as YAML, without anchors, keys in the order that the documentation has. */
final class LockWriter {

    private static final String HEADER = """
            # Written from the constitution beside it; commit both.
            # You may edit a rule here: clue compile then marks it edited: true and leaves it alone.
            """;
    private static final int LINE_WIDTH = 120;

    private LockWriter() {}

    static String write(LockFile lock) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("lock_format", LockFile.FORMAT);
        root.put("constitution", lock.constitution());
        root.put("rules", lock.rules().stream().map(LockWriter::entry).toList());
        return HEADER + new Dump(settings()).dumpToString(root);
    }

    static DumpSettings settings() {
        return DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(LINE_WIDTH)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setIndent(2)
                .setDereferenceAliases(true)
                .build();
    }

    private static Map<String, Object> entry(LockEntry entry) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", entry.ruleId());
        map.put("source_sha256", entry.sourceSha256());
        map.put("objectified", entry.objectified());
        if (!entry.history().isEmpty()) {
            map.put("history", entry.history().stream().map(LockWriter::attempt).toList());
        }
        map.put(
                "preconditions",
                entry.preconditions().stream().map(LockWriter::precondition).toList());
        if (!entry.findings().isEmpty()) {
            map.put(
                    "findings",
                    entry.findings().stream().map(LockWriter::finding).toList());
        }
        map.put("compiled_by", compiledBy(entry.compiledBy()));
        map.put("edited", entry.edited());
        return map;
    }

    private static Map<String, Object> attempt(LockEntry.Attempt attempt) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("text", attempt.text());
        map.put("score", attempt.score());
        map.put("explanation", attempt.explanation());
        return map;
    }

    private static Map<String, Object> finding(LockFinding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("check", finding.check());
        map.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
        map.put("message", finding.message());
        map.put("advice", finding.advice());
        return map;
    }

    static Map<String, Object> precondition(Precondition precondition) {
        return Map.of(
                "any", precondition.any().stream().map(LockWriter::statement).toList());
    }

    private static Map<String, Object> statement(Statement statement) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("statement", statement.text());
        if (!statement.objects().isEmpty()) {
            map.put("objects", List.copyOf(statement.objects()));
        }
        return map;
    }

    private static Map<String, Object> compiledBy(CompiledBy by) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("model", by.model());
        putIfPresent(map, "model_sha256", by.modelSha256());
        putIfPresent(map, "prompts", by.prompts());
        putIfPresent(map, "clue", by.clue());
        putIfPresent(map, "vocabulary", by.vocabulary());
        putIfPresent(map, "vocabulary_sha256", by.vocabularySha256());
        putIfPresent(map, "content_sha256", by.contentSha256());
        return map;
    }

    private static void putIfPresent(Map<String, Object> map, String key, @Nullable String value) {
        if (value != null) {
            map.put(key, value);
        }
    }
}
