package dev.clue.error;

/** A model did not answer as it should: unavailable for now, or unfit for the work. */
public abstract sealed class ModelException extends ClueException
        permits ModelUnavailableException, ModelUnfitException {

    private static final long serialVersionUID = 1L;

    ModelException(String message) {
        super(message);
    }

    ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
