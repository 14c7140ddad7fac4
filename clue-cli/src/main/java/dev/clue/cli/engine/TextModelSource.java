package dev.clue.cli.engine;

import dev.clue.error.ConfigurationException;
import dev.clue.model.TextModel;
import dev.clue.openai.TransportOptions;

/** Finds and opens a language model by the name that a user gives. */
@FunctionalInterface
public interface TextModelSource {

    /** Knows no model. */
    TextModelSource NONE = name -> {
        throw new ConfigurationException(name + ": there is no such text model; give recorded answers with --recorded");
    };

    /**
     * Opens the model.
     *
     * @param name such as {@code openai:NAME}
     * @throws ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelException if it cannot be used
     */
    TextModel open(String name);

    /**
     * Opens the model, with the user's word on how a server is asked.
     *
     * @param name such as {@code openai:NAME}
     * @param transport how patiently and how wide a server is asked
     * @throws ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelException if it cannot be used
     */
    default TextModel open(String name, TransportOptions transport) {
        return open(name);
    }

    /**
     * Checks a name without opening the model.
     *
     * @throws ConfigurationException if no model can be called so
     */
    default void requireName(String name) {}
}
