package dev.clue.constitution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clue.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Digests over canonical forms: SHA-256 of JSON in UTF-8 without white space, keys in the order shown in
 * docs/constitution.md, text trimmed, in one line and in Unicode NFC as the parser leaves it.
 */
final class Digests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Digests() {}

    /** Over all that can change a verdict. Rules count sorted by id: their order changes nothing. */
    static String ofConstitution(String id, List<Rule> rules) {
        Map<String, Object> canonical = new LinkedHashMap<>();
        canonical.put("constitution", id);
        canonical.put(
                "rules",
                rules.stream()
                        .sorted(Comparator.comparing(Rule::id))
                        .map(Digests::canonical)
                        .toList());
        return sha256(canonical);
    }

    static String ofSourceRule(SourceRule rule) {
        Map<String, Object> canonical = new LinkedHashMap<>();
        canonical.put("rule", rule.text());
        if (rule.objectified() != null) {
            canonical.put("objectified", rule.objectified());
        }
        return sha256(canonical);
    }

    static String ofLockEntry(LockEntry entry) {
        Map<String, Object> canonical = new LinkedHashMap<>();
        canonical.put("objectified", entry.objectified());
        canonical.put(
                "preconditions",
                entry.preconditions().stream().map(Digests::canonical).toList());
        return sha256(canonical);
    }

    private static Map<String, Object> canonical(Rule rule) {
        Map<String, Object> canonical = new LinkedHashMap<>();
        canonical.put("id", rule.id());
        canonical.put("rule", rule.text());
        canonical.put("objectified", rule.objectified());
        canonical.put(
                "preconditions",
                rule.preconditions().stream().map(Digests::canonical).toList());
        return canonical;
    }

    private static Map<String, Object> canonical(Precondition precondition) {
        return Map.of("any", precondition.any().stream().map(Digests::canonical).toList());
    }

    private static Map<String, Object> canonical(Statement statement) {
        Map<String, Object> canonical = new LinkedHashMap<>();
        canonical.put("statement", statement.text());
        canonical.put("objects", statement.objects());
        return canonical;
    }

    private static String sha256(Object canonical) {
        try {
            return Sha256.of(JSON.writeValueAsString(canonical).getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
