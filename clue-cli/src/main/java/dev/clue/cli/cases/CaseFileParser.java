package dev.clue.cli.cases;

import dev.clue.cli.cases.Case.ExpectedStatement;
import dev.clue.constitution.DidYouMean;
import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.StatementVerdict;
import dev.clue.yaml.Span;
import dev.clue.yaml.YamlText;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** From YAML to {@link CaseFile}: every mistake is reported, by line and column. */
final class CaseFileParser {

    static final String CASES = "cases";
    static final String IMAGE = "image";
    static final String VERDICT = "verdict";
    static final String VIOLATED = "violated";
    static final String CAUSE = "cause";
    static final String PRECONDITIONS = "preconditions";

    private static final String KNOWN_FAILURE = "known_failure";
    private static final String RULE = "rule";
    private static final String STATEMENT = "statement";
    private static final List<String> CASE_KEYS =
            List.of(IMAGE, VERDICT, VIOLATED, CAUSE, PRECONDITIONS, KNOWN_FAILURE);
    private static final List<String> STATEMENT_KEYS = List.of(RULE, STATEMENT, VERDICT);
    private static final String EXAMPLE = "- {image: photo.png, verdict: unsafe, violated: [a-rule]}";
    private static final String STATEMENT_EXAMPLE = "- {rule: a-rule, statement: a child is visible, verdict: holds}";
    private static final int LARGEST_BYTES = 1 << 20;

    private final Path file;
    private final YamlText text;
    private final boolean unfinished;
    private final List<String> mistakes = new ArrayList<>();
    private final Map<Path, Integer> imageLines = new HashMap<>();

    private CaseFileParser(Path file, YamlText text, boolean unfinished) {
        this.file = file;
        this.text = text;
        this.unfinished = unfinished;
    }

    static CaseFile parse(Path file, boolean unfinished) {
        requireConstitution(file);
        return parse(file, read(file), unfinished);
    }

    /** Reads a text as if it stood in a file. */
    static CaseFile parse(Path file, String content, boolean unfinished) {
        CaseFileParser parser = new CaseFileParser(file, new YamlText(content), unfinished);
        List<Case> cases = parser.cases();
        if (!parser.mistakes.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), parser.mistakes));
        }
        return new CaseFile(file, CaseFile.constitutionOf(file), cases);
    }

    private static void requireConstitution(Path file) {
        Path constitution = CaseFile.constitutionOf(file);
        if (!Files.exists(constitution)) {
            throw new ConfigurationException(file + ": there is no " + constitution.getFileName()
                    + " beside it, which these cases would test: rename one of them, or move the cases beside theirs");
        }
    }

    /** The file's text. */
    static String read(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new ConfigurationException(
                        file
                                + ": no regular file but a folder, a pipe or a device, which is not read: save the cases as a file");
            }
            if (Files.size(file) > LARGEST_BYTES) {
                throw new ConfigurationException(file + ": larger than 1 MiB and was not read: split the cases");
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": no such file: check the path", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8: save the cases as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + IoReason.of(e) + ": make it readable", e);
        }
    }

    private List<Case> cases() {
        Optional<Node> root;
        try {
            root = text.root();
        } catch (MarkedYamlEngineException e) {
            String at = e.getProblemMark()
                    .map(mark -> ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1))
                    .orElse(":1:1");
            mistakes.add(file + at + ": not YAML: " + e.getProblem() + ": check quotes, brackets and indentation");
            return List.of();
        } catch (YamlEngineException e) {
            mistakes.add(file + ":1:1: not YAML: " + e.getMessage());
            return List.of();
        }
        Map<String, Node> fields = root.map(node -> fields(node, List.of(CASES), "a file of cases"))
                .orElse(Map.of());
        Node list = fields.get(CASES);
        if (list == null) {
            if (mistakes.isEmpty()) {
                mistakes.add(file + ":1:1: there are no cases: write cases: and below it " + EXAMPLE);
            }
            return List.of();
        }
        List<Case> cases = new ArrayList<>();
        for (Node item : items(list, CASES, EXAMPLE)) {
            one(item).ifPresent(cases::add);
        }
        if (cases.isEmpty() && mistakes.isEmpty()) {
            mistake(list, "there are no cases: write " + EXAMPLE);
        }
        return cases;
    }

    private Optional<Case> one(Node node) {
        int before = mistakes.size();
        Map<String, Node> fields = fields(node, CASE_KEYS, "a case");
        Node imageNode = required(node, fields, IMAGE, "name the image, relative to this file");
        String image = imageNode == null ? null : text(imageNode, IMAGE);
        Path path = image == null || imageNode == null ? null : path(imageNode, image);
        Node verdictNode = fields.get(VERDICT);
        ImageVerdict.Outcome verdict = null;
        if (verdictNode != null) {
            verdict = choice(verdictNode, VERDICT, ImageVerdict.Outcome.values());
        } else if (unfinished) {
            verdict = ImageVerdict.Outcome.SAFE;
        } else if (node instanceof MappingNode) {
            mistake(
                    node,
                    "'verdict' is missing: write safe, unsafe or undecided, or let clue test --update write what the"
                            + " judge says");
        }
        List<String> violated = violated(fields.get(VIOLATED), verdict);
        String cause = optionalText(fields, CAUSE);
        if (cause != null && verdict != null && verdict != ImageVerdict.Outcome.UNDECIDED) {
            mistake(fields.getOrDefault(CAUSE, node), "only a verdict that is undecided has a cause: remove it");
        }
        List<ExpectedStatement> statements = new ArrayList<>();
        Node preconditions = fields.get(PRECONDITIONS);
        if (preconditions != null) {
            for (Node item : items(preconditions, PRECONDITIONS, STATEMENT_EXAMPLE)) {
                statement(item).ifPresent(statements::add);
            }
        }
        String knownFailure = optionalText(fields, KNOWN_FAILURE);
        if (mistakes.size() > before || image == null || path == null || verdict == null) {
            return Optional.empty();
        }
        return Optional.of(new Case(image, path, verdict, violated, cause, statements, knownFailure, text.span(node)));
    }

    private @Nullable Path path(Node node, String image) {
        try {
            Path path = file.resolveSibling(image);
            if (!Files.isRegularFile(path)) {
                mistake(node, "there is no image " + path + ": check the path, which is relative to this file");
                return null;
            }
            int line = text.span(node).line();
            Integer first = imageLines.putIfAbsent(path.normalize(), line);
            if (first != null) {
                mistake(node, image + " has a case already, on line " + first + ": make one of them");
                return null;
            }
            return path;
        } catch (InvalidPathException e) {
            mistake(node, "not a path: " + e.getReason());
            return null;
        }
    }

    private @Nullable List<String> violated(@Nullable Node node, ImageVerdict.@Nullable Outcome verdict) {
        if (node == null) {
            return null;
        }
        List<String> ids = new ArrayList<>();
        for (Node item : items(node, VIOLATED, "violated: [a-rule]")) {
            String id = text(item, "an item of 'violated'");
            if (id != null && ids.contains(id)) {
                mistake(item, "rule '" + id + "' is there twice: remove one");
            } else if (id != null) {
                ids.add(id);
            }
        }
        if (verdict == ImageVerdict.Outcome.SAFE && !ids.isEmpty()) {
            mistake(node, "an image that violates a rule is not safe: correct the verdict or the rules");
        } else if (verdict == ImageVerdict.Outcome.UNSAFE && ids.isEmpty()) {
            mistake(node, "an image that is unsafe violates a rule: list it, or remove 'violated'");
        }
        return ids;
    }

    private Optional<ExpectedStatement> statement(Node node) {
        Map<String, Node> fields = fields(node, STATEMENT_KEYS, "an expected precondition");
        Node rule = required(node, fields, RULE, "name the rule's id");
        Node statement = required(node, fields, STATEMENT, "write the statement as the constitution has it");
        Node verdict = required(node, fields, VERDICT, "write holds, fails or undecided");
        if (rule == null || statement == null || verdict == null) {
            return Optional.empty();
        }
        String id = text(rule, RULE);
        String words = text(statement, STATEMENT);
        StatementVerdict.Outcome outcome = choice(verdict, VERDICT, StatementVerdict.Outcome.values());
        return id == null || words == null || outcome == null
                ? Optional.empty()
                : Optional.of(new ExpectedStatement(id, words, outcome, text.span(node)));
    }

    private Map<String, Node> fields(Node node, List<String> known, String what) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            mistake(node, what + " must be keys with values (" + String.join(", ", known) + ")");
            return fields;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.contains(key)) {
                mistake(
                        entry.getKeyNode(),
                        "unknown key '" + key + "' in " + what + DidYouMean.suggestion(known, key) + " (known: "
                                + String.join(", ", known) + ")");
            } else if (fields.putIfAbsent(key, entry.getValueNode()) != null) {
                mistake(entry.getKeyNode(), "key '" + key + "' is there twice: remove one");
            }
        }
        return fields;
    }

    private @Nullable Node required(Node parent, Map<String, Node> fields, String key, String advice) {
        Node node = fields.get(key);
        if (node == null && parent instanceof MappingNode) {
            mistake(parent, "'" + key + "' is missing: " + advice);
        }
        return node;
    }

    private List<Node> items(Node node, String key, String example) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        mistake(node, "'" + key + "' must be a list: write " + example);
        return List.of();
    }

    private @Nullable String optionalText(Map<String, Node> fields, String key) {
        Node node = fields.get(key);
        return node == null ? null : text(node, key);
    }

    private @Nullable String text(Node node, String what) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return scalar.getValue().strip().replaceAll("\\s+", " ");
        }
        mistake(
                node,
                node instanceof ScalarNode
                        ? "'" + what + "' is empty: write a text, or leave the key out"
                        : "'" + what + "' must be a text");
        return null;
    }

    private <E extends Enum<E>> @Nullable E choice(Node node, String key, E[] choices) {
        String word = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        Optional<E> chosen = Arrays.stream(choices)
                .filter(choice -> word(choice).equals(word))
                .findFirst();
        if (chosen.isEmpty()) {
            List<String> words =
                    Arrays.stream(choices).map(CaseFileParser::word).toList();
            mistake(
                    node,
                    "'" + key + "' must be one of " + String.join(", ", words) + ", not '" + word + "'"
                            + DidYouMean.suggestion(words, word));
        }
        return chosen.orElse(null);
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private void mistake(Node node, String message) {
        Span span = text.span(node);
        mistakes.add(file + ":" + span.line() + ":" + span.column() + ": " + message);
    }
}
