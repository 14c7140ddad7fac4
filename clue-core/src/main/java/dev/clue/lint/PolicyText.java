package dev.clue.lint;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import dev.clue.yaml.Span;
import dev.clue.yaml.YamlText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A constitution or a lock that is well formed, as rules with places.
 *
 * @param name the file as the user named it
 * @param yaml its text
 * @param rules in the order of the file
 */
record PolicyText(String name, YamlText yaml, List<RuleText> rules) {

    /**
     * A rule, or its entry in the lock.
     *
     * @param id its id
     * @param text what its author wrote, or null in a lock
     * @param objectified its objective form, or null where there is none
     * @param preconditions the chain, perhaps empty
     * @param span the whole rule
     */
    record RuleText(
            PlacedText id,
            @Nullable PlacedText text,
            @Nullable PlacedText objectified,
            List<List<StatementText>> preconditions,
            Span span) {}

    /**
     * A statement.
     *
     * @param text its words
     * @param objects its objects, perhaps none
     * @param span the statement with its objects
     * @param flow whether it is written in braces
     * @param keyColumn where its keys begin
     */
    record StatementText(PlacedText text, List<PlacedText> objects, Span span, boolean flow, int keyColumn) {}

    /** Reads a file whose form has been checked. */
    static PolicyText read(Path file) {
        try {
            YamlText yaml = new YamlText(Files.readString(file, StandardCharsets.UTF_8));
            PolicyText empty = new PolicyText(file.toString(), yaml, List.of());
            List<RuleText> rules = new ArrayList<>();
            Optional<Node> list = yaml.root().flatMap(root -> value(root, "rules"));
            list.ifPresent(node -> items(node).forEach(rule -> rules.add(empty.rule(rule))));
            return new PolicyText(file.toString(), yaml, List.copyOf(rules));
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + IoReason.of(e) + ": make it readable", e);
        }
    }

    /** What begins on each line and is no list: the longest such stretch, by line. */
    Map<Integer, Span> beginnings() {
        Map<Integer, Span> beginnings = new TreeMap<>();
        yaml.root().ifPresent(root -> addBeginnings(root, beginnings));
        return beginnings;
    }

    private void addBeginnings(Node node, Map<Integer, Span> beginnings) {
        if (!(node instanceof SequenceNode)) {
            Span span = yaml.span(node);
            beginnings.merge(span.line(), span, (one, other) -> one.end() >= other.end() ? one : other);
        }
        items(node).forEach(item -> addBeginnings(item, beginnings));
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                addBeginnings(entry.getKeyNode(), beginnings);
                addBeginnings(entry.getValueNode(), beginnings);
            }
        }
    }

    private RuleText rule(Node node) {
        List<List<StatementText>> chain = new ArrayList<>();
        value(node, "preconditions")
                .ifPresent(links -> items(links)
                        .forEach(link -> chain.add(value(link, "any").stream()
                                .flatMap(any -> items(any).stream())
                                .map(this::statement)
                                .toList())));
        PlacedText id = text(node, "id");
        return new RuleText(
                id == null ? new PlacedText("", yaml.span(node), this) : id,
                text(node, "rule"),
                text(node, "objectified"),
                chain,
                yaml.span(node));
    }

    private StatementText statement(Node node) {
        PlacedText text = text(node, "statement");
        List<PlacedText> objects = value(node, "objects").stream()
                .flatMap(list -> items(list).stream())
                .map(this::placed)
                .toList();
        boolean flow = node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.FLOW;
        Span span = yaml.span(node);
        return new StatementText(
                text == null ? new PlacedText("", span, this) : text, objects, span, flow, span.column());
    }

    private @Nullable PlacedText text(Node node, String key) {
        return value(node, key).map(this::placed).orElse(null);
    }

    private PlacedText placed(Node node) {
        String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        String oneLine = Normalizer.normalize(value, Normalizer.Form.NFC)
                .replaceAll("\\p{IsWhite_Space}+", " ")
                .strip();
        return new PlacedText(oneLine, yaml.span(node), this);
    }

    static Optional<Node> value(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode scalar
                                && scalar.getValue().equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static List<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue() : List.of();
    }
}
