package dev.clue.lint;

import dev.clue.yaml.Span;
import dev.clue.yaml.YamlText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A constitution that was written anew, with the suppressions that stood in the one before: each above what it was about,
 * which is the file, a rule by its id, or a part of the rule. What is about a rule that is gone is left out and named.
 *
 * @param text the new constitution
 * @param lost suppressions that have no place in it, in their order
 */
public record CarriedSuppressions(String text, List<Lost> lost) {

    /** Copies the list. */
    public CarriedSuppressions {
        lost = List.copyOf(lost);
    }

    /**
     * A suppression that was left out.
     *
     * @param line where it stood, from 1
     * @param comment as it stood there
     * @param ruleId the rule that is gone, or null where it was about nothing
     */
    public record Lost(int line, String comment, @Nullable String ruleId) {}

    /**
     * Carries them over.
     *
     * @param before a constitution that is well formed
     * @param after the same rules or others, without suppressions
     */
    public static CarriedSuppressions of(String before, String after) {
        YamlText old = new YamlText(before);
        List<SuppressionComment> comments = SuppressionComment.of(old);
        if (comments.isEmpty()) {
            return new CarriedSuppressions(after, List.of());
        }
        Parts from = Parts.of(old);
        Parts to = Parts.of(new YamlText(after));
        Map<Integer, List<String>> above = new HashMap<>();
        Set<String> placed = new HashSet<>();
        List<Lost> lost = new ArrayList<>();
        for (SuppressionComment comment : comments) {
            String part = from.byLine.get(comment.target());
            Optional<Integer> line = part == null ? Optional.empty() : to.lineOf(part);
            if (line.isEmpty()) {
                lost.add(new Lost(comment.span().line(), comment.text(), ruleOf(part)));
            } else if (placed.add(line.get() + comment.text())) {
                above.computeIfAbsent(line.get(), any -> new ArrayList<>()).add(comment.text());
            }
        }
        return new CarriedSuppressions(written(after, above), lost);
    }

    private static String written(String text, Map<Integer, List<String>> above) {
        StringBuilder all = new StringBuilder();
        int number = 1;
        for (String line : text.split("(?<=\n)", -1)) {
            String indent =
                    line.substring(0, line.length() - line.stripLeading().length());
            above.getOrDefault(number++, List.of())
                    .forEach(comment -> all.append(indent).append(comment).append('\n'));
            all.append(line);
        }
        return all.toString();
    }

    private static @Nullable String ruleOf(@Nullable String part) {
        if (part == null || !part.startsWith(Parts.RULE)) {
            return null;
        }
        String rest = part.substring(Parts.RULE.length());
        int end = rest.indexOf(Parts.SEPARATOR);
        return end < 0 ? rest : rest.substring(0, end);
    }

    /** What begins on each line of a constitution, by a name that stays when the file is written anew. */
    private static final class Parts {

        static final String RULE = "rule ";
        static final char SEPARATOR = '/';
        private static final String FILE = "file";
        private static final String ID = "id";
        private static final String RULES = "rules";

        private final YamlText yaml;
        private final Map<Integer, String> byLine = new HashMap<>();
        private final Map<Integer, Integer> ends = new HashMap<>();
        private final Map<String, Integer> lines = new LinkedHashMap<>();

        private Parts(YamlText yaml) {
            this.yaml = yaml;
        }

        static Parts of(YamlText yaml) {
            Parts parts = new Parts(yaml);
            yaml.root().ifPresent(root -> parts.add(root, FILE));
            return parts;
        }

        /** The line that a part begins on. */
        Optional<Integer> lineOf(String part) {
            return Optional.ofNullable(lines.get(part));
        }

        /** Of what begins on a line and is no list, the longest stretch counts, as for lint. */
        private void add(Node node, String name) {
            Span span = yaml.span(node);
            if (!(node instanceof SequenceNode) && span.end() > ends.getOrDefault(span.line(), -1)) {
                ends.put(span.line(), span.end());
                byLine.put(span.line(), name);
            }
            lines.putIfAbsent(name, span.line());
            switch (node) {
                case SequenceNode list -> items(list, name);
                case MappingNode mapping -> {
                    for (NodeTuple entry : mapping.getValue()) {
                        String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                        String inside = name.equals(FILE) ? key : name + SEPARATOR + key;
                        add(entry.getKeyNode(), inside);
                        add(entry.getValueNode(), inside);
                    }
                }
                default -> {}
            }
        }

        private void items(SequenceNode list, String name) {
            for (int i = 0; i < list.getValue().size(); i++) {
                Node item = list.getValue().get(i);
                add(item, name.equals(RULES) ? RULE + id(item) : name + SEPARATOR + i);
            }
        }

        private static String id(Node rule) {
            return PolicyText.value(rule, ID)
                    .filter(ScalarNode.class::isInstance)
                    .map(id -> ((ScalarNode) id).getValue())
                    .orElse("");
        }
    }
}
