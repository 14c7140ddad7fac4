package dev.clue.model;

import dev.clue.error.ModelUnfitException;

/**
 * How likely Yes and No are as the first token of the answer, each summed over the token variants that mean it
 * (case, leading space).
 *
 * @param yes P("Yes"), 0 to 1
 * @param no P("No"), 0 to 1
 */
public record AnswerProbability(double yes, double no) {

    private static final double ROUNDING = 1e-6;

    /** @throws ModelUnfitException if a value is not a probability, NaN included: no model may answer so */
    public AnswerProbability {
        if (!(yes >= 0 && no >= 0 && yes + no <= 1 + ROUNDING)) {
            throw new ModelUnfitException("the model answered with P(Yes) = " + yes + " and P(No) = " + no
                    + ", which are not probabilities; its files are damaged or it cannot run here: verify it, or use"
                    + " another model");
        }
    }

    /**
     * The precondition score M(x, c) = P(Yes) / (P(Yes) + P(No)), paper section 3.3. Where both are 0 it is
     * 0.5; {@link #mass()} then says that it means nothing.
     */
    public double score() {
        double sum = yes + no;
        return sum == 0 ? 0.5 : yes / sum;
    }

    /**
     * The answer mass P(Yes) + P(No), 0 to 1: near 0, the model answers something else and the score means nothing.
     */
    public double mass() {
        return Math.min(1, yes + no);
    }
}
