package dev.clue.judge;

import dev.clue.prompt.Wording;

/**
 * What can be exchanged in Algorithm 1 to measure what it contributes, beside {@link Thresholds} and models.
 *
 * @param wording in which words the contents of a constitution are asked
 * @param unsure what decides where neither token probability nor region is sure
 */
public record Variant(Wording wording, Unsure unsure) {

    /** As the paper has it. */
    public static final Variant PAPER = new Variant(Wording.STATEMENTS, Unsure.REASONING);

    /** What decides where neither token probability nor region is sure. */
    public enum Unsure {
        /** A chain of thought (paper section 3.5). */
        REASONING,
        /** The sign of the debiased score: above 0 the statement holds. Where the score means nothing, undecided. */
        SIGN
    }
}
