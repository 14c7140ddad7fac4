package dev.clue.constitution;

import dev.clue.digest.Sha256;
import dev.clue.error.ConfigurationException;
import dev.clue.error.Finding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a model that judges knows, where that is little: things by their names, and the forms of statements that it
 * answers. The format is in docs/compile.md.
 *
 * @param name what it is called: the model's name, or that of its file
 * @param sha256 digest of the file's text, 64 hex digits
 * @param about what the model's pictures are, in one sentence
 * @param objects names of things, at least one
 * @param groups names of groups of things, each with the objects in it
 * @param synonyms other names, by the object or group that they name
 * @param settings statements about the scene as a whole
 * @param forms forms of statements, at least one; a capital letter stands for a thing (X, or several: Xs), a number (N)
 *     or anything else
 */
public record Vocabulary(
        String name,
        String sha256,
        String about,
        List<String> objects,
        Map<String, List<String>> groups,
        Map<String, List<String>> synonyms,
        List<String> settings,
        List<String> forms) {

    /** What the file is called in the folder of a model. */
    public static final String FILE = "vocabulary.yaml";

    /** A larger file is refused unparsed: all of it goes into every prompt that has it. */
    public static final int MAX_BYTES = 1 << 16;

    /** Copies the lists. */
    public Vocabulary {
        objects = List.copyOf(objects);
        groups = copy(groups);
        synonyms = copy(synonyms);
        settings = List.copyOf(settings);
        forms = List.copyOf(forms);
    }

    private static Map<String, List<String>> copy(Map<String, List<String>> lists) {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        lists.forEach((name, list) -> copy.put(name, List.copyOf(list)));
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Reads a file.
     *
     * @param name what to call it
     * @throws ConfigurationException if the name is one that a lock could not hold, if the file is missing or cannot be
     *     read, or with every mistake in it, by line and column
     */
    public static Vocabulary read(Path file, String name) {
        PlainText.complaint(name).ifPresent(complaint -> {
            throw new ConfigurationException("the name of a vocabulary contains " + complaint + ": rename " + file);
        });
        if (PlainText.isEmpty(name)) {
            throw new ConfigurationException("the name of a vocabulary is empty: rename " + file + " or its folder");
        }
        Findings findings = new Findings(file.toString());
        Optional<Vocabulary> vocabulary = TextFile.read(file, findings, FileKind.VOCABULARY)
                .flatMap(text -> YamlReader.read(text, findings, FileKind.VOCABULARY)
                        .flatMap(root -> VocabularyParser.parse(
                                root,
                                PlainText.oneLine(name),
                                Sha256.of(text.getBytes(StandardCharsets.UTF_8)),
                                findings)));
        if (!findings.isEmpty()) {
            throw new ConfigurationException(findings.inFileOrder().stream()
                    .map(Finding::toString)
                    .collect(Collectors.joining(System.lineSeparator())));
        }
        return vocabulary.orElseThrow();
    }
}
