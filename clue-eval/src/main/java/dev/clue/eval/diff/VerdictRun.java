package dev.clue.eval.diff;

import dev.clue.error.ConfigurationException;
import dev.clue.verdict.ImageVerdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The verdicts of one run, all made in the same way.
 *
 * @param source what messages call it: the verdict file or the constitution's file
 * @param verdicts by the image's uri, in the order of the run; at least one
 */
public record VerdictRun(String source, Map<String, ImageVerdict> verdicts) {

    /** @throws ConfigurationException if there is no verdict */
    public VerdictRun {
        verdicts = Collections.unmodifiableMap(new LinkedHashMap<>(verdicts));
        if (verdicts.isEmpty()) {
            throw new ConfigurationException(
                    source + ": there is no verdict in it: give a file that clue judge --format jsonl has written");
        }
    }

    /**
     * The verdicts of a run that has just ended.
     *
     * @throws ConfigurationException if there is no verdict
     */
    public static VerdictRun of(String source, List<ImageVerdict> verdicts) {
        Map<String, ImageVerdict> byUri = new LinkedHashMap<>();
        verdicts.forEach(verdict -> byUri.put(verdict.image().uri(), verdict));
        return new VerdictRun(source, byUri);
    }

    /** What all its verdicts were made with: one of them. */
    public ImageVerdict example() {
        return verdicts.values().iterator().next();
    }
}
