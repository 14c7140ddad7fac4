package dev.clue.openai;

import dev.clue.error.ConfigurationException;

/** A key to a server. It never shows itself: only the header of a request gets to see it. */
public final class ApiKey {

    private static final String SHOWN = "(key)";

    private final String value;

    private ApiKey(String value) {
        this.value = value;
    }

    /**
     * @param value the key; white space around it is dropped
     * @param origin where it came from, such as the name of an environment variable
     * @throws ConfigurationException if it cannot be sent as a header
     */
    public static ApiKey of(String value, String origin) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException(origin + " is no key: it is empty, or has white space or characters beyond"
                    + " ASCII in it. Copy the key anew, or unset the variable for a server without one.");
        }
        return new ApiKey(key);
    }

    /** The header that authorises a request. */
    String header() {
        return "Bearer " + value;
    }

    /** The text without the key in it. */
    String removedFrom(String text) {
        return text.replace(value, SHOWN);
    }

    @Override
    public String toString() {
        return SHOWN;
    }
}
