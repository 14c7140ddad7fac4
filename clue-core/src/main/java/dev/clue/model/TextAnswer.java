package dev.clue.model;

/**
 * What a {@link TextModel} answered.
 *
 * @param text the text without special tokens and without what the model thought before it; perhaps empty
 * @param ending why it ends there
 * @param usage what it cost
 */
public record TextAnswer(String text, Ending ending, Usage usage) {

    /** Why an answer ends. */
    public enum Ending {
        /** The model had finished. */
        FINISHED,
        /** At the largest number of tokens, or at the end of the model's context. */
        CUT_OFF,
        /** The model, or a filter before or behind it, declined to answer; the text may say why. */
        REFUSED
    }
}
