package dev.clue.error;

/**
 * The model cannot do this work: a damaged folder, a graph of another shape, a tokenizer without Yes and No,
 * probabilities that are not numbers. The caller replaces or repairs the model.
 */
public final class ModelUnfitException extends ModelException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, in which file, and what to do next
     */
    public ModelUnfitException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, in which file, and what to do next
     * @param cause what lies beneath
     */
    public ModelUnfitException(String message, Throwable cause) {
        super(message, cause);
    }
}
