package dev.clue.cli.batch;

import dev.clue.cli.output.AppendedFile;
import dev.clue.cli.run.Configuration;
import dev.clue.cli.run.Tally;
import dev.clue.error.ConfigurationException;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What an earlier run left behind.
 *
 * @param done images that have a verdict
 * @param torn whether a last line was not finished, and was dropped
 */
public record Resumed(Set<String> done, boolean torn) {

    private static final String VERDICT_BEGINS = "{\"id\":\"";

    /** The images that are left. */
    public List<String> rest(List<String> images) {
        return images.stream().filter(image -> !done.contains(image)).toList();
    }

    /**
     * Reads the file and counts what is in it.
     *
     * @param expected what the verdicts must have been made with
     * @throws ConfigurationException if a line is damaged, is there twice, or was made with something else
     */
    public static Resumed read(AppendedFile output, Configuration expected, Tally tally) {
        Path file = output.file();
        Set<String> done = new HashSet<>();
        boolean torn = output.resume(VERDICT_BEGINS, (number, line) -> {
            ImageVerdict verdict = parse(file, number, line);
            expected.require(file + ":" + number, verdict);
            if (!done.add(verdict.image().uri())) {
                throw new ConfigurationException(file + ":" + number + ": "
                        + verdict.image().uri() + " has a verdict already: remove one of its lines");
            }
            tally.add(verdict);
        });
        return new Resumed(Set.copyOf(done), torn);
    }

    private static ImageVerdict parse(Path file, long number, String line) {
        try {
            return VerdictJson.read(line);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    file + ":" + number + ": this file cannot be continued: " + e.getMessage(), e);
        }
    }
}
