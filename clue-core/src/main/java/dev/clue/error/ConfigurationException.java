package dev.clue.error;

/** The usage or the configuration is wrong: the caller changes an option and runs again. */
public final class ConfigurationException extends ClueException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is wrong, where, and what to do next
     */
    public ConfigurationException(String message) {
        super(message);
    }

    /**
     * @param message what is wrong, where, and what to do next
     * @param cause what lies beneath
     */
    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
