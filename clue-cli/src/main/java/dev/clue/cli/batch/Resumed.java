package dev.clue.cli.batch;

import dev.clue.cli.output.AppendedFile;
import dev.clue.cli.run.Configuration;
import dev.clue.cli.run.Tally;
import dev.clue.error.ConfigurationException;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run left behind. An image that is undecided because a model could not be asked is judged again; its
 * new verdict follows in the file, and the last one counts.
 *
 * @param done images that have a verdict which stays
 * @param torn whether a last line was not finished, and was dropped
 */
public record Resumed(Set<String> done, boolean torn) {

    /** How every verdict begins; a question mark stands for a hex digit. */
    private static final String BEGINNING = "{\"id\":\"" + "?".repeat(32) + "\",\"image\":{\"uri\":\"";

    /** The images that are left. */
    public List<String> rest(List<String> images) {
        return images.stream().filter(image -> !done.contains(image)).toList();
    }

    /**
     * Reads the file and counts what is in it.
     *
     * @param images what this run is to judge
     * @param expected what the verdicts must have been made with
     * @throws ConfigurationException if a line is damaged, is there twice, or was made with something else
     */
    public static Resumed read(AppendedFile output, List<String> images, Configuration expected, Tally tally) {
        Verdicts verdicts = new Verdicts(output.file(), expected, tally);
        boolean torn = output.resume(verdicts);
        verdicts.count(Set.copyOf(images));
        return new Resumed(Set.copyOf(verdicts.done), torn);
    }

    /** Checks line by line that they are verdicts of the same configuration. */
    private static final class Verdicts implements AppendedFile.Lines {

        private final Path file;
        private final Configuration expected;
        private final Tally tally;
        private final Set<String> done = new HashSet<>();
        private final Map<String, ImageVerdict> lacking = new LinkedHashMap<>();

        Verdicts(Path file, Configuration expected, Tally tally) {
            this.file = file;
            this.expected = expected;
            this.tally = tally;
        }

        @Override
        public void accept(long number, String line) {
            if (line.isBlank()) {
                throw refused(number, "the line is empty: remove it, or name another file with --output", null);
            }
            ImageVerdict verdict = verdict(number, line);
            String uri = verdict.image().uri();
            if (done.contains(uri)) {
                throw new ConfigurationException(
                        file + ":" + number + ": " + uri + " has a verdict already: remove one of its lines");
            }
            ImageVerdict earlier = lacking.remove(uri);
            if (earlier != null) {
                tally.addUsage(earlier);
            }
            if (verdict.lacksModel()) {
                lacking.put(uri, verdict);
            } else {
                done.add(uri);
                tally.add(verdict);
            }
        }

        /** Of those that lack a model, what is judged again has only its cost counted. */
        void count(Set<String> images) {
            lacking.forEach((uri, verdict) -> {
                if (images.contains(uri)) {
                    tally.addUsage(verdict);
                } else {
                    tally.add(verdict);
                }
            });
        }

        /** Only the beginning of a verdict is dropped, or a whole one of this configuration, which is judged again. */
        @Override
        public void acceptUnfinished(long number, String line) {
            if (!beginsLikeAVerdict(line)) {
                throw refused(
                        number,
                        "its last line is not finished and does not begin like a verdict: name another file with"
                                + " --output, or remove the line if nobody needs it",
                        null);
            }
            if (VerdictJson.beginsWithWholeObject(line)) {
                verdict(number, line);
            }
        }

        private static boolean beginsLikeAVerdict(String line) {
            for (int i = 0; i < Math.min(line.length(), BEGINNING.length()); i++) {
                char expected = BEGINNING.charAt(i);
                boolean asExpected =
                        expected == '?' ? HexFormat.isHexDigit(line.charAt(i)) : line.charAt(i) == expected;
                if (!asExpected) {
                    return false;
                }
            }
            return true;
        }

        private ImageVerdict verdict(long number, String line) {
            ImageVerdict verdict;
            try {
                verdict = VerdictJson.read(line);
            } catch (ConfigurationException e) {
                throw refused(number, String.valueOf(e.getMessage()), e);
            }
            expected.require(file + ":" + number, verdict);
            return verdict;
        }

        private ConfigurationException refused(long number, String why, @Nullable ConfigurationException cause) {
            String message = file + ":" + number + ": this file cannot be continued: " + why;
            return cause == null ? new ConfigurationException(message) : new ConfigurationException(message, cause);
        }
    }
}
