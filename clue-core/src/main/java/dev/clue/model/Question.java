package dev.clue.model;

/**
 * A question to be answered Yes or No. The two parts together, one after the other, are the user's turn of the
 * prompt. Engines share the work for the instruction between all questions that begin with the same one.
 *
 * @param instruction the constant first part, ending at a token boundary (such as {@code "…\nContent:"})
 * @param content what is asked this time, beginning with the white space that separates it
 */
public record Question(String instruction, String content) {

    /** The whole user's turn. */
    public String text() {
        return instruction + content;
    }
}
