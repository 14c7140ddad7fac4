package dev.clue.model;

import java.util.List;

/**
 * One turn of a dialogue, with a {@link TextModel} or about the image that a {@link Look} has open.
 *
 * @param speaker whose turn it is
 * @param text what was said; an image belongs to the first turn of the user and is not repeated here
 */
public record Turn(Speaker speaker, String text) {

    /** Who speaks. */
    public enum Speaker {
        /** The judge. */
        USER,
        /** The model. */
        MODEL
    }

    /** A turn of the judge. */
    public static Turn user(String text) {
        return new Turn(Speaker.USER, text);
    }

    /** A turn of the model. */
    public static Turn model(String text) {
        return new Turn(Speaker.MODEL, text);
    }

    /**
     * Checks that the turns alternate and that the user has the first and the last.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static void requireDialogue(List<Turn> dialogue) {
        for (int i = 0; i < dialogue.size(); i++) {
            Speaker due = i % 2 == 0 ? Speaker.USER : Speaker.MODEL;
            if (dialogue.get(i).speaker() != due) {
                throw new IllegalArgumentException("turn " + (i + 1) + " of the dialogue must be the " + due + "'s");
            }
        }
        if (dialogue.size() % 2 == 0) {
            throw new IllegalArgumentException("a dialogue begins and ends with the user");
        }
    }
}
