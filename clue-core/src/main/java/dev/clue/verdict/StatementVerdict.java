package dev.clue.verdict;

import dev.clue.image.Box;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one statement, with the evidence.
 *
 * @param statement the statement
 * @param outcome whether it holds
 * @param score 0 to 1, 0.5 or more if and only if it holds: the debiased score mapped piecewise linearly (lowest
 *     to 0, alpha1 to 0.25, alpha2 to 0.75, highest to 1); 0.75 or 0.25 where region or reasoning decided;
 *     {@link #UNDECIDED_SCORE} where undecided
 * @param by which step decided, or was the last to try
 * @param pYes the precondition score M(x, c), or null where the question failed or was not asked
 * @param prior the language prior M(None, c), or null where the question failed or was not asked
 * @param mass the answer mass P(Yes) + P(No) behind M(x, c), or null where the question failed or was not asked
 * @param priorMass the answer mass behind M(None, c), or null where the question failed or was not asked
 * @param region the central region, or null where none was found or the statement names no object
 * @param rationale the model's reason, or null where it did not reason
 * @param cause why the statement is undecided, or null where it is not
 */
public record StatementVerdict(
        String statement,
        Outcome outcome,
        double score,
        Step by,
        @Nullable Double pYes,
        @Nullable Double prior,
        @Nullable Double mass,
        @Nullable Double priorMass,
        @Nullable Region region,
        @Nullable String rationale,
        @Nullable Failure cause) {

    /** The score of everything undecided: just below one half, above everything that was found not to hold. */
    public static final double UNDECIDED_SCORE = 0.49;

    /** The verdict on a statement or a precondition. */
    public enum Outcome {
        /** It is true of the image. */
        HOLDS,
        /** It is not. */
        FAILS,
        /** Could not be found out. */
        UNDECIDED
    }

    /** Which step of Algorithm 1 decided. */
    public enum Step {
        /** The debiased token probability, paper section 3.3. */
        TOKEN,
        /** The region difference, paper section 3.4. */
        REGION,
        /** Chain of thought and JSON summary, paper section 3.5. */
        REASONING,
        /** Another rule of the same image asked the same statement; its evidence is repeated here. */
        SHARED
    }

    /**
     * The central region of a statement.
     *
     * @param box in pixels of the image
     * @param score the detector's confidence, 0 to 1
     * @param pWithout M(x without the region, c), or null where the region difference was not asked
     * @param massWithout the answer mass behind it; below the threshold it decided nothing; or null as before
     * @param crop what was shown to the model instead of the image, in pixels of the image, because the boxes of the
     *     statement's objects are small: around all of them, not around {@code box} alone; null where the whole image
     *     was shown
     */
    public record Region(
            Box box,
            double score,
            @Nullable Double pWithout,
            @Nullable Double massWithout,
            @Nullable Box crop) {

        /** Whether the model looked at a crop. */
        public boolean cropped() {
            return crop != null;
        }
    }

    /** The same evidence as shown at another rule that asks the same statement. */
    public StatementVerdict shared() {
        return new StatementVerdict(
                statement, outcome, score, Step.SHARED, pYes, prior, mass, priorMass, region, rationale, cause);
    }
}
