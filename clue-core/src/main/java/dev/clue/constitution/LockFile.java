package dev.clue.constitution;

import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What the compiler wrote for a constitution: the content of a {@code *.clue.lock.yaml}.
 *
 * @param constitution id of the constitution; tells the reader what the file belongs to and decides nothing
 * @param rules each rule at most once, in the order of the file, perhaps none
 */
public record LockFile(String constitution, List<LockEntry> rules) {

    /** The version of the format that is read and written. */
    public static final int FORMAT = 1;

    /** Copies the rules. */
    public LockFile {
        rules = List.copyOf(rules);
    }

    /** The lock that belongs to a constitution: {@code policy.clue.lock.yaml} beside {@code policy.clue.yaml}. */
    public static Path beside(Path constitution) {
        String name = String.valueOf(constitution.getFileName());
        String stem = name.replaceFirst("\\.ya?ml$", "");
        return constitution.resolveSibling(stem + ".lock.yaml");
    }

    static boolean isNameOfLock(Path file) {
        return String.valueOf(file.getFileName()).matches(".*\\.lock\\.ya?ml");
    }

    /**
     * Reads a lock by itself.
     *
     * @throws ConfigurationException if the file is missing or cannot be read
     * @throws ConstitutionException with every mistake in it
     */
    public static LockFile read(Path file) {
        return ConstitutionFile.parsed(file, LockParser::parse);
    }

    /** The entry of a rule. */
    public Optional<LockEntry> entry(String ruleId) {
        return rules.stream().filter(rule -> rule.ruleId().equals(ruleId)).findFirst();
    }

    /** The file's text: what {@link #read} reads back as an equal lock. */
    public String toYaml() {
        return LockWriter.write(this);
    }

    /**
     * Checks that a lock could be written here, before work is spent on it.
     *
     * @throws ConfigurationException if not
     */
    public static void requireWritable(Path file) {
        WholeFile.requireWritable(file);
    }

    /**
     * Writes the file. It is there whole, as it was before or as it is now, whatever happens.
     *
     * @throws ConfigurationException if it cannot be written
     * @throws IllegalStateException if it could not be read back as it is; then nothing is written
     */
    public void write(Path file) {
        String yaml = toYaml();
        Findings findings = new Findings(file.toString());
        Optional<LockFile> readBack = YamlReader.read(yaml, findings, FileKind.CONSTITUTION)
                .flatMap(root -> LockParser.parse(root, findings));
        if (!findings.isEmpty() || !readBack.equals(Optional.of(this))) {
            throw new IllegalStateException(file + " would not read as it was written: " + findings.inFileOrder());
        }
        WholeFile.write(file, yaml);
    }
}
