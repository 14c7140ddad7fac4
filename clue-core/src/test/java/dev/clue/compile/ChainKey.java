package dev.clue.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What a rule's chain should be, as a person wrote it down: see the head of {@code neighbours.key.yaml}.
 *
 * @param needs preconditions that must be there
 * @param allows preconditions that may
 */
record ChainKey(List<Need> needs, List<List<String>> allows) {

    /**
     * A precondition that must be there.
     *
     * @param must atoms that must be among its alternatives
     * @param may other atoms that may
     */
    record Need(List<String> must, List<String> may) {

        boolean isMetBy(List<String> alternatives) {
            return alternatives.stream().allMatch(statement -> anyFits(must, statement) || anyFits(may, statement))
                    && must.stream()
                            .allMatch(atom -> alternatives.stream().anyMatch(statement -> fits(atom, statement)));
        }
    }

    /** The keys by rule. */
    static Map<String, ChainKey> read(Path file) {
        try {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            Map<String, ChainKey> keys = new LinkedHashMap<>();
            map(root)
                    .forEach((id, rule) -> keys.put(
                            id,
                            new ChainKey(
                                    list(map(rule).get("needs")).stream()
                                            .map(need -> new Need(
                                                    texts(map(need).get("must")),
                                                    texts(map(need).get("may"))))
                                            .toList(),
                                    list(map(rule).get("allows")).stream()
                                            .map(ChainKey::texts)
                                            .toList())));
            return keys;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong with a chain; empty if it is right. */
    String wrong(Chain chain) {
        for (List<String> alternatives : chain.preconditions()) {
            boolean needed = needs.stream().anyMatch(need -> need.isMetBy(alternatives));
            boolean allowed = allows.stream()
                    .anyMatch(atoms -> alternatives.stream().allMatch(statement -> anyFits(atoms, statement)));
            if (!needed && !allowed) {
                return "not expected: " + String.join(" or ", alternatives);
            }
        }
        for (int i = 0; i < needs.size(); i++) {
            if (chain.preconditions().stream().noneMatch(needs.get(i)::isMetBy)) {
                return "lacks the key's precondition " + (i + 1);
            }
        }
        return "";
    }

    private static boolean anyFits(List<String> atoms, String statement) {
        return atoms.stream().anyMatch(atom -> fits(atom, statement));
    }

    private static boolean fits(String atom, String statement) {
        boolean denies = atom.startsWith("!");
        String words = denies ? atom.substring(1).strip() : atom;
        List<String> said = Words.of(statement);
        return denies == (Words.denials(statement) > 0)
                && Arrays.stream(words.split(" ", -1))
                        .allMatch(word -> Arrays.stream(word.split("\\|", -1))
                                .anyMatch(beginning -> said.stream().anyMatch(other -> other.startsWith(beginning))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return (Map<String, Object>) node;
    }

    private static List<?> list(@Nullable Object node) {
        return node == null ? List.of() : (List<?>) node;
    }

    private static List<String> texts(@Nullable Object node) {
        return list(node).stream().map(Object::toString).toList();
    }
}
