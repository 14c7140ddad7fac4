package dev.clue.cli.engine;

import dev.clue.error.ConfigurationException;
import dev.clue.model.TextModel;
import dev.clue.openai.OpenAiServer;
import dev.clue.openai.TransportOptions;

/**
 * Language models behind a server: the embedded engine has none that could compile rules.
 *
 * @param servers models behind a server
 */
public record TextModelSources(OpenAiSource servers) implements TextModelSource {

    @Override
    public TextModel open(String name) {
        return open(name, TransportOptions.DEFAULT);
    }

    @Override
    public TextModel open(String name, TransportOptions transport) {
        requireName(name);
        return servers.openText(name, transport);
    }

    @Override
    public void requireName(String name) {
        if (!name.startsWith(OpenAiServer.PREFIX)
                || name.substring(OpenAiServer.PREFIX.length()).isBlank()) {
            throw new ConfigurationException(
                    "--text-model: \"" + name + "\" is not behind a server, and the models that"
                            + " ship with clue do not write rules: name one on the server at OPENAI_BASE_URL, "
                            + OpenAiServer.PREFIX + "NAME");
        }
    }
}
