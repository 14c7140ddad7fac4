package dev.clue.constitution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;

/** Writes a {@link ConstitutionSource} as YAML, for a policy whose author writes Markdown. */
final class SourceWriter {

    private SourceWriter() {}

    static String write(ConstitutionSource source, String header) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("constitution", source.id());
        root.put("version", source.version());
        root.put("rules", source.rules().stream().map(SourceWriter::rule).toList());
        return header + new Dump(LockWriter.settings()).dumpToString(root);
    }

    private static Map<String, Object> rule(SourceRule rule) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", rule.id());
        map.put("rule", rule.text());
        String objectified = rule.objectified();
        if (objectified != null) {
            map.put("objectified", objectified);
        }
        if (!rule.mapsTo().isEmpty()) {
            map.put("maps_to", List.copyOf(rule.mapsTo()));
        }
        if (rule.isHandwritten()) {
            map.put(
                    "preconditions",
                    rule.preconditions().stream().map(LockWriter::precondition).toList());
        }
        return map;
    }
}
