package dev.clue.cli.compile;

import dev.clue.cli.engine.ModelSource;
import dev.clue.constitution.Vocabulary;
import dev.clue.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The vocabulary that a user named: by its file, or by a model whose folder has one.
 *
 * @param file where it is
 * @param vocabulary what it says
 */
public record FoundVocabulary(Path file, Vocabulary vocabulary) {

    private static final String OPTION = "--vocabulary: ";

    /**
     * Finds and reads it.
     *
     * @param named a file, or a model's name or folder
     * @throws ConfigurationException if there is none, or with every mistake in it
     * @throws dev.clue.error.ModelUnfitException if the model's files are not those that its manifest lists
     */
    public static FoundVocabulary of(String named, ModelSource models) {
        if (named.isBlank()) {
            throw new ConfigurationException(
                    OPTION + "the name is empty: name a file or a model, or leave the option out");
        }
        Path path = path(named);
        boolean isFile = Files.exists(path) && !Files.isDirectory(path);
        if (isFile || named.endsWith(".yaml") || named.endsWith(".yml")) {
            return read(path, String.valueOf(path.getFileName()));
        }
        Optional<Path> file = ofModel(named, path, models);
        String name = Files.isDirectory(path)
                ? String.valueOf(path.toAbsolutePath().normalize().getFileName())
                : named;
        return file.map(found -> read(found, name))
                .orElseThrow(() -> new ConfigurationException(OPTION + named + " has no " + Vocabulary.FILE
                        + ", so nothing is known of its words: leave the option out, or write such a file"
                        + " (docs/compile.md)"));
    }

    private static Optional<Path> ofModel(String named, Path path, ModelSource models) {
        try {
            return models.vocabulary(named);
        } catch (ConfigurationException e) {
            String noFile = Files.exists(path) ? "" : "there is no file " + path + ", and ";
            throw new ConfigurationException(OPTION + noFile + e.getMessage(), e);
        }
    }

    private static FoundVocabulary read(Path file, String name) {
        return new FoundVocabulary(file, Vocabulary.read(file, name));
    }

    private static Path path(String named) {
        try {
            return Path.of(named);
        } catch (InvalidPathException e) {
            throw new ConfigurationException(OPTION + "\"" + named + "\" is no file and no model: check the name", e);
        }
    }
}
