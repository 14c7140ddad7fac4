package dev.clue.error;

/** The model could not be asked this time (out of memory, server busy, time-out): trying again may help. */
public final class ModelUnavailableException extends ModelException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, where, and what to do next
     */
    public ModelUnavailableException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do next
     * @param cause what lies beneath
     */
    public ModelUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
