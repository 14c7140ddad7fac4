package dev.clue.model;

/**
 * One turn of a dialogue about the image that a {@link Look} has open.
 *
 * @param speaker whose turn it is
 * @param text what was said; the image belongs to the first turn of the user and is not repeated here
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
}
