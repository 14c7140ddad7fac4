package dev.clue.cli.compile;

import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.MarkdownPolicy;
import dev.clue.constitution.WholeFile;
import dev.clue.error.ConfigurationException;
import dev.clue.error.Finding;
import dev.clue.error.IoReason;
import dev.clue.lint.CarriedSuppressions;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy with the files that belong to it.
 *
 * @param file what the user named
 * @param constitution the {@code *.clue.yaml}: the same file, or the one that is written from Markdown
 * @param source the rules
 * @param earlier what an earlier run made of the Markdown; null where there is none
 * @param notes what was not read as a rule
 */
public record Policy(
        Path file,
        Path constitution,
        ConstitutionSource source,
        @Nullable ConstitutionSource earlier,
        List<Finding> notes) {

    private static final String WRITTEN_FROM = "# Written by clue compile from ";

    /**
     * Reads it.
     *
     * @throws ConfigurationException if a file is missing or cannot be read, or a constitution that somebody wrote
     *     would be overwritten
     * @throws dev.clue.error.ConstitutionException with every mistake in it
     */
    public static Policy read(Path file) {
        if (!MarkdownPolicy.isNameOfMarkdown(file)) {
            return new Policy(file, file, ConstitutionFile.readSource(file), null, List.of());
        }
        Path constitution = MarkdownPolicy.constitutionBeside(file);
        ConstitutionSource earlier = null;
        if (Files.exists(constitution)) {
            if (!text(constitution).startsWith(WRITTEN_FROM)) {
                throw new ConfigurationException(constitution + " was not written from " + file
                        + ", and compiling that would overwrite it: compile " + constitution
                        + " itself, or move it away");
            }
            earlier = ConstitutionFile.readSource(constitution);
        }
        MarkdownPolicy policy = MarkdownPolicy.read(file, earlier);
        return new Policy(file, constitution, policy.source(), earlier, policy.notes());
    }

    /** Where the lock is, or will be. */
    public Path lockFile() {
        return LockFile.beside(constitution);
    }

    /** The lock that is there, or an empty one. */
    public LockFile lock() {
        return Files.exists(lockFile()) ? LockFile.read(lockFile()) : new LockFile(source.id(), List.of());
    }

    /** Whether a constitution is written from Markdown. */
    public boolean isMarkdown() {
        return !file.equals(constitution);
    }

    /** The text of the constitution that belongs to the Markdown, with the suppressions that stand in the earlier one. */
    public String constitutionText() {
        return carried().text();
    }

    /** What is said of each suppression whose rule is gone, where the constitution is written anew. */
    public List<String> lostSuppressions() {
        return constitutionIsUpToDate()
                ? List.of()
                : carried().lost().stream()
                        .map(lost ->
                                constitution + ":" + lost.line() + ": \"" + lost.comment() + "\" is not kept, because "
                                        + (lost.ruleId() == null
                                                ? "it is about nothing"
                                                : "what it is about in rule " + lost.ruleId() + " is gone")
                                        + ": write it again where it is needed")
                        .toList();
    }

    private CarriedSuppressions carried() {
        String written = source.toYaml(header());
        return earlier == null
                ? new CarriedSuppressions(written, List.of())
                : CarriedSuppressions.of(text(constitution), written);
    }

    /** Whether the constitution beside the Markdown is there and says what the Markdown says. */
    public boolean constitutionIsUpToDate() {
        return !isMarkdown() || (earlier != null && earlier.saysTheSameAs(source));
    }

    /**
     * Writes the constitution where it is not up to date; so what people added to a file that is stays as it is.
     *
     * @throws ConfigurationException if it cannot be written; what was there before still is
     */
    public void writeConstitution() {
        if (!constitutionIsUpToDate()) {
            WholeFile.write(constitution, constitutionText());
        }
    }

    private String header() {
        return WRITTEN_FROM + file.getFileName() + ": write the rules there.\n"
                + "# maps_to, objectified and preconditions may be added here and are kept.\n";
    }

    /** A file's text; empty where there is no file. */
    static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + " is not UTF-8: save it as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + " cannot be read: " + IoReason.of(e) + ": make it readable", e);
        }
    }
}
