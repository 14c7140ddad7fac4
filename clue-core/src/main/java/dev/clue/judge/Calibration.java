package dev.clue.judge;

import dev.clue.error.ConfigurationException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was learned about single statements from images, and takes the place of the paper's constants for them. The
 * paper has none: {@link #NONE}.
 *
 * @param statements by the statement's text; the others are read by the constants
 * @param reasoning what reasoning may decide where the score does not
 */
public record Calibration(SortedMap<String, OfStatement> statements, Reasoned reasoning) {

    /** Nothing was learned: Algorithm 1 as it is. */
    public static final Calibration NONE = new Calibration(new TreeMap<>(), Reasoned.DECIDES);

    /** The largest shift: beyond it every score would be 0 or 1. */
    public static final double LARGEST_SHIFT = 100;

    /** What reasoning may decide. */
    public enum Reasoned {
        /** Whether the statement holds (paper section 3.5). */
        DECIDES,
        /**
         * Only that the statement holds: a "No" leaves it undecided. So alpha1 alone says that a statement fails, and a
         * bound on how often alpha1 is wrong holds for the whole judge.
         */
        ONLY_FINDS
    }

    /**
     * How the score of one statement is read.
     *
     * @param alpha1 d below it means that the statement fails, -1 to 1; null for the one of the constants
     * @param alpha2 d above it means that the statement holds, at least alpha1 and at most 1; null for the one of the
     *     constants
     * @param logitShift b: log odds of M(x, c) are lowered by it, and 1/2 takes the place of M(None, c); null for
     *     neither
     */
    public record OfStatement(
            @Nullable Double alpha1,
            @Nullable Double alpha2,
            @Nullable Double logitShift) {

        /** Read by the constants. */
        static final OfStatement NOTHING = new OfStatement(null, null, null);

        /** @throws ConfigurationException if a number is out of its range, naming it */
        public OfStatement {
            requireBetween("alpha1", alpha1, -1, 1);
            requireBetween("alpha2", alpha2, -1, 1);
            requireBetween("the logit shift", logitShift, -LARGEST_SHIFT, LARGEST_SHIFT);
            if (alpha1 != null && alpha2 != null && alpha1 > alpha2) {
                throw new ConfigurationException(
                        "alpha1 must not be above alpha2, but is " + alpha1 + ", and alpha2 is " + alpha2);
            }
        }
    }

    /** Copies the statements. */
    public Calibration {
        statements = Collections.unmodifiableSortedMap(new TreeMap<>(statements));
    }

    /** A calibration of these statements. */
    public static Calibration of(Map<String, OfStatement> statements, Reasoned reasoning) {
        return new Calibration(new TreeMap<>(statements), reasoning);
    }

    OfStatement of(String statement) {
        return statements.getOrDefault(statement, OfStatement.NOTHING);
    }

    private static void requireBetween(String name, @Nullable Double value, double least, double most) {
        if (value != null && !(value >= least && value <= most)) {
            throw new ConfigurationException(name + " must be from " + least + " to " + most + ", but is " + value);
        }
    }
}
