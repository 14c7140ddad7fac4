package dev.clue.cli.engine;

import dev.clue.error.ConfigurationException;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.Precision;
import dev.clue.onnx.PublishedModel;
import dev.clue.onnx.hub.PullListener;
import dev.clue.openai.OpenAiServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Local models and those behind a server, told apart by their names.
 *
 * @param local models on the embedded engine
 * @param server models behind a server
 */
public record ModelSources(ModelSource local, OpenAiSource server) implements ModelSource {

    @Override
    public OpenModels open(ModelChoice choice) {
        return isServers(choice.name()) ? server.open(choice) : local.open(choice);
    }

    @Override
    public OpenModels openUnseen(ModelChoice choice) {
        return isServers(choice.name()) ? server.openUnseen(choice) : local.open(choice);
    }

    @Override
    public OpenModels open(String name, int threads) {
        return local.open(requireLocal(name), threads);
    }

    @Override
    public List<KnownModel> list() {
        return local.list();
    }

    @Override
    public List<String> verify(String name) {
        return local.verify(requireLocal(name));
    }

    @Override
    public boolean hasManifest(String name) {
        return local.hasManifest(requireLocal(name));
    }

    @Override
    public Optional<Path> vocabulary(String name) {
        if (isServers(name)) {
            throw new ConfigurationException(
                    name + " is behind a server, which does not say what words its model knows:"
                            + " write a vocabulary file (docs/compile.md), and name that");
        }
        return local.vocabulary(name);
    }

    @Override
    public List<PublishedModel> published() {
        return local.published();
    }

    @Override
    public ModelStore.Pulled pull(String name, Optional<Precision> precision, PullListener listener) {
        return local.pull(requireLocal(name), precision, listener);
    }

    @Override
    public List<String> damages() {
        return local.damages();
    }

    @Override
    public ModelStore.Removed remove(String name) {
        return local.remove(requireLocal(name));
    }

    private static boolean isServers(String name) {
        return name.startsWith(OpenAiServer.PREFIX);
    }

    private static String requireLocal(String name) {
        if (isServers(name)) {
            throw new ConfigurationException(
                    name + " is behind a server, which has no files to look at; ask it with clue probe " + name);
        }
        return name;
    }
}
