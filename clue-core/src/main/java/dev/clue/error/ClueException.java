package dev.clue.error;

/**
 * Root of everything clue throws on purpose. The subclasses say what the caller can do: fix the usage or
 * configuration, fix the constitution, try the model again, replace the model, or skip the item.
 *
 * <p>Every message says what happened, where, why, and what to do next.
 */
public abstract sealed class ClueException extends RuntimeException
        permits ConfigurationException, ConstitutionException, ImageException, ModelException {

    private static final long serialVersionUID = 1L;

    ClueException(String message) {
        super(message);
    }

    ClueException(String message, Throwable cause) {
        super(message, cause);
    }
}
