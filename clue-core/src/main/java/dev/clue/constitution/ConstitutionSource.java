package dev.clue.constitution;

import java.nio.file.Path;
import java.util.List;

/**
 * What the author wrote: the content of a {@code *.clue.yaml}, before the lock is taken in.
 *
 * @param id the constitution's name
 * @param version its author's version number, at least 1
 * @param rules in the order of the file, at least one, each id once
 */
public record ConstitutionSource(String id, int version, List<SourceRule> rules) {

    /** Copies the rules. */
    public ConstitutionSource {
        rules = List.copyOf(rules);
    }

    /** Whether both say the same, wherever it stands in their files. */
    public boolean saysTheSameAs(ConstitutionSource other) {
        return toYaml("").equals(other.toYaml(""));
    }

    /**
     * The file's text: what {@link ConstitutionFile#readSource} reads back as the same rules.
     *
     * @param header comment lines that begin with {@code #}, each with its line break; perhaps empty
     */
    public String toYaml(String header) {
        return SourceWriter.write(this, header);
    }

    /**
     * Writes the file. It is there whole, as it was before or as it is now, whatever happens.
     *
     * @param header as for {@link #toYaml}
     * @throws dev.clue.error.ConfigurationException if it cannot be written
     */
    public void write(Path file, String header) {
        WholeFile.write(file, toYaml(header));
    }
}
