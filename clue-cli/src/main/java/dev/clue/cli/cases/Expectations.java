package dev.clue.cli.cases;

import dev.clue.cli.output.Words;
import dev.clue.error.ConfigurationException;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import dev.clue.yaml.Span;
import dev.clue.yaml.YamlText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Writes what the judge says into a file of cases, in place of what the cases expected. Everything else stays as it is,
 * comments too, but for those inside a list of rules that changes and beside a cause that goes.
 *
 * @param text the file's new text
 * @param changes one sentence each, with file and line; empty where nothing changes
 * @param kept why a case that does not pass stays as it is, one sentence each
 */
public record Expectations(String text, List<String> changes, List<String> kept) {

    /** Copies the lists. */
    public Expectations {
        changes = List.copyOf(changes);
        kept = List.copyOf(kept);
    }

    /**
     * Finds what to write.
     *
     * @param results of all its cases, in their order
     * @throws ConfigurationException if the file has changed meanwhile
     */
    public static Expectations of(CaseFile file, List<CaseResult> results) {
        String read = CaseFileParser.read(file.file());
        YamlText text = new YamlText(read);
        List<Node> nodes = caseNodes(text);
        if (nodes.size() < results.size()
                || !results.stream()
                        .map(result -> result.of().span())
                        .toList()
                        .equals(nodes.stream()
                                .limit(results.size())
                                .map(text::span)
                                .toList())) {
            throw new ConfigurationException(
                    file.file() + ": has changed while its cases ran, so nothing was written: run again");
        }
        Writer writer = new Writer(file.file(), text);
        for (int i = 0; i < results.size(); i++) {
            writer.update((MappingNode) nodes.get(i), results.get(i));
        }
        String mark = read.substring(0, read.length() - text.text().length());
        return new Expectations(mark + writer.written(), writer.changes, writer.kept);
    }

    private static List<Node> caseNodes(YamlText text) {
        return text.root()
                .flatMap(root -> value(root, CaseFileParser.CASES))
                .filter(SequenceNode.class::isInstance)
                .map(cases -> ((SequenceNode) cases).getValue())
                .orElse(List.of());
    }

    private static Optional<Node> value(Node node, String key) {
        return entry(node, key).map(NodeTuple::getValueNode);
    }

    private static Optional<NodeTuple> entry(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(entry -> entry.getKeyNode() instanceof ScalarNode scalar
                                && scalar.getValue().equals(key))
                        .findFirst()
                : Optional.empty();
    }

    private record Edit(int start, int end, String text) {}

    private static final class Writer {

        private final Path file;
        private final YamlText text;
        private final List<Edit> edits = new ArrayList<>();
        private final List<String> changes = new ArrayList<>();
        private final List<String> kept = new ArrayList<>();

        Writer(Path file, YamlText text) {
            this.file = file;
            this.text = text;
        }

        String written() {
            StringBuilder written = new StringBuilder(text.text());
            edits.stream()
                    .sorted(Comparator.comparingInt(Edit::start).reversed())
                    .forEach(edit -> written.replace(edit.start(), edit.end(), edit.text()));
            return written.toString();
        }

        void update(MappingNode node, CaseResult result) {
            boolean unfinished = value(node, CaseFileParser.VERDICT).isEmpty();
            if (!result.fails() && !unfinished) {
                return;
            }
            ImageVerdict verdict = result.verdict();
            if (verdict.outcome() == ImageVerdict.Outcome.UNDECIDED) {
                String why =
                        verdict.error() == null ? "" : ": " + verdict.error().message();
                kept.add(where(node) + result.of().image()
                        + ": stays as it is, because undecided and its cause are nothing to expect unasked" + why);
                return;
            }
            updateVerdict(node, result.of(), verdict);
            updatePreconditions(node, result);
        }

        private void updateVerdict(MappingNode node, Case of, ImageVerdict verdict) {
            Optional<Node> old = value(node, CaseFileParser.VERDICT);
            List<String> violated = CaseJson.violated(verdict);
            String word = CaseFileParser.word(verdict.outcome());
            if (old.isEmpty()) {
                List<String> added = new ArrayList<>(List.of(CaseFileParser.VERDICT + ": " + word));
                if (verdict.outcome() == ImageVerdict.Outcome.UNSAFE && of.violated() == null) {
                    added.add(violated(violated));
                }
                entry(node, CaseFileParser.IMAGE).ifPresent(entry -> insertAfter(node, entry, added));
                changes.add(where(node) + of.image() + ": " + String.join(", ", added));
            } else if (verdict.outcome() != of.expected()) {
                replace(text.span(old.get()), word);
                changes.add(where(old.get()) + of.image() + ": verdict " + Words.of(of.expected()) + " -> " + word);
                // Only what is undecided has a cause, and undecided is never written.
                entry(node, CaseFileParser.CAUSE).ifPresent(cause -> {
                    remove(node, cause);
                    changes.add(where(cause.getKeyNode()) + of.image() + ": no cause any more");
                });
                if (of.expected() == ImageVerdict.Outcome.SAFE && of.violated() == null) {
                    // What should be safe said of every rule that it is not violated.
                    entry(node, CaseFileParser.VERDICT)
                            .ifPresent(entry -> insertAfter(node, entry, List.of(violated(violated))));
                    changes.add(where(old.get()) + of.image() + ": violated " + flow(violated));
                }
            }
            List<String> expected = of.violated();
            if (expected != null && !sorted(expected).equals(sorted(violated))) {
                entry(node, CaseFileParser.VIOLATED).ifPresent(entry -> {
                    replaceList(entry, violated);
                    changes.add(where(entry.getKeyNode()) + of.image() + ": violated " + flow(expected) + " -> "
                            + flow(violated));
                });
            }
        }

        private static List<String> sorted(List<String> ids) {
            return ids.stream().sorted().toList();
        }

        private void updatePreconditions(MappingNode node, CaseResult result) {
            Optional<Node> list = value(node, CaseFileParser.PRECONDITIONS);
            if (list.isEmpty() || !(list.get() instanceof SequenceNode items)) {
                return;
            }
            for (int i = 0; i < items.getValue().size(); i++) {
                Case.ExpectedStatement expected = result.of().preconditions().get(i);
                StatementVerdict.Outcome found = found(result.verdict(), expected);
                Node item = items.getValue().get(i);
                String what = result.of().image() + ": '" + expected.statement() + "' ";
                if (found == null || found == StatementVerdict.Outcome.UNDECIDED) {
                    kept.add(where(item) + what + "stays as it is, because it was "
                            + (found == null ? "not asked" : "undecided"));
                } else if (found != expected.outcome()) {
                    value(item, CaseFileParser.VERDICT)
                            .ifPresent(verdict -> replace(text.span(verdict), CaseFileParser.word(found)));
                    changes.add(where(item) + what + Words.of(expected.outcome()) + " -> " + Words.of(found));
                }
            }
        }

        private static StatementVerdict.@Nullable Outcome found(ImageVerdict verdict, Case.ExpectedStatement expected) {
            return verdict.rules().stream()
                    .filter(rule -> rule.id().equals(expected.rule()))
                    .map(RuleVerdict::preconditions)
                    .flatMap(List::stream)
                    .flatMap(precondition -> precondition.any().stream())
                    .filter(statement -> statement.statement().equals(expected.statement()))
                    .map(StatementVerdict::outcome)
                    .findFirst()
                    .orElse(null);
        }

        /** Adds keys to a case behind one of its keys, in the style that the case is written in. */
        private void insertAfter(MappingNode node, NodeTuple entry, List<String> added) {
            int end = text.span(entry.getValueNode()).end();
            boolean flow = node.getFlowStyle() == FlowStyle.FLOW;
            String before = flow
                    ? ", "
                    : lineBreak(end) + " ".repeat(text.span(entry.getKeyNode()).column() - 1);
            int at = flow ? end : text.endOfLine(end);
            edits.add(new Edit(at, at, before + String.join(before, added)));
        }

        /** How the line that a place is in ends; the last line of a file as the one before it. */
        private String lineBreak(int offset) {
            String all = text.text();
            int at = all.indexOf('\n', offset);
            at = at < 0 ? all.lastIndexOf('\n') : at;
            return at > 0 && all.charAt(at - 1) == '\r' ? "\r\n" : "\n";
        }

        /** Takes a key and its value out of a case, which has others. */
        private void remove(MappingNode node, NodeTuple entry) {
            List<NodeTuple> entries = node.getValue();
            int index = entries.indexOf(entry);
            Span key = text.span(entry.getKeyNode());
            int end = text.span(entry.getValueNode()).end();
            if (index == 0) {
                edits.add(new Edit(
                        key.start(), text.span(entries.get(1).getKeyNode()).start(), ""));
            } else if (node.getFlowStyle() == FlowStyle.FLOW) {
                int before = text.span(entries.get(index - 1).getValueNode()).end();
                edits.add(new Edit(before, end, ""));
            } else {
                // With its line break, the one before it, so that comments on other lines stay.
                int lineStart = key.start() - (key.column() - 1);
                edits.add(new Edit(lineStart - lineBreakBefore(lineStart), text.endOfLine(end), ""));
            }
        }

        private int lineBreakBefore(int lineStart) {
            return text.text().startsWith("\r\n", lineStart - 2) ? 2 : 1;
        }

        private static String violated(List<String> ids) {
            return CaseFileParser.VIOLATED + ": " + flow(ids);
        }

        private void replaceList(NodeTuple entry, List<String> ids) {
            Node value = entry.getValueNode();
            if (value instanceof SequenceNode list
                    && list.getFlowStyle() == FlowStyle.BLOCK
                    && !list.getValue().isEmpty()) {
                int colon =
                        text.text().indexOf(':', text.span(entry.getKeyNode()).end());
                int end = text.span(list.getValue().getLast()).end();
                edits.add(new Edit(colon + 1, end, " " + flow(ids)));
            } else {
                replace(text.span(value), flow(ids));
            }
        }

        private void replace(Span span, String replacement) {
            edits.add(new Edit(span.start(), span.end(), replacement));
        }

        private String where(Node node) {
            return file + ":" + text.span(node).line() + ": ";
        }

        private static String flow(List<String> ids) {
            return Objects.toString(ids);
        }
    }
}
