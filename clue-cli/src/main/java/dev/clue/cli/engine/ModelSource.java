package dev.clue.cli.engine;

import dev.clue.error.ConfigurationException;
import dev.clue.judge.JudgeModels;
import dev.clue.onnx.ModelStore;
import dev.clue.onnx.Precision;
import dev.clue.onnx.PublishedModel;
import dev.clue.onnx.hub.PullListener;
import dev.clue.openai.ServerFacts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Finds and opens models by the name or folder that a user gives. */
public interface ModelSource {

    /**
     * Opens the models.
     *
     * @param name a model's name, or a folder
     * @param threads images that are judged at the same time
     * @throws dev.clue.error.ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelException if it cannot be loaded
     */
    OpenModels open(String name, int threads);

    /**
     * Opens the models, behind a server where the name says so.
     *
     * @throws dev.clue.error.ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelException if it cannot be loaded, reached, or used
     */
    default OpenModels open(ModelChoice choice) {
        return open(choice.name(), choice.threads());
    }

    /**
     * Opens the models to look at them, even if they cannot judge: {@link #open(ModelChoice)} refuses a server's model that
     * does not see.
     *
     * @throws dev.clue.error.ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelException if it cannot be loaded or reached
     */
    default OpenModels openUnseen(ModelChoice choice) {
        return open(choice);
    }

    /** The models that can be called by a name. */
    List<KnownModel> list();

    /** What is damaged among what is known of fetched models, one sentence each; they are not listed. */
    default List<String> damages() {
        return List.of();
    }

    /**
     * Checks the files of a model.
     *
     * @return what is wrong; empty if nothing is
     * @throws dev.clue.error.ConfigurationException if there is no such model
     */
    List<String> verify(String name);

    /**
     * Whether that check compares sizes and digests with a manifest; if not, it only opens the files.
     *
     * @throws dev.clue.error.ConfigurationException if there is no such model
     */
    default boolean hasManifest(String name) {
        return true;
    }

    /**
     * The file in which a model says what it knows; empty where it has none.
     *
     * @throws dev.clue.error.ConfigurationException if there is no such model, or it has no files
     */
    default Optional<Path> vocabulary(String name) {
        return Optional.empty();
    }

    /** Published models that can be fetched by a short name. */
    default List<PublishedModel> published() {
        return List.of();
    }

    /**
     * Fetches a published model, or what is missing of it.
     *
     * @param name a short name, or {@code hf:owner/name[@revision]}
     * @param precision which weights; empty: the most exact there are
     * @throws dev.clue.error.ConfigurationException if there is no such model, or no room for it
     * @throws dev.clue.error.ModelException if it cannot be fetched, or is none that clue runs
     */
    default ModelStore.Pulled pull(String name, Optional<Precision> precision, PullListener listener) {
        throw new ConfigurationException("models cannot be fetched here");
    }

    /**
     * Removes a model that was fetched.
     *
     * @return what came of it
     * @throws dev.clue.error.ConfigurationException if it is not here, or not to be removed
     */
    default ModelStore.Removed remove(String name) {
        throw new ConfigurationException("models cannot be removed here");
    }

    /**
     * A model that can be called by a name.
     *
     * @param name the name
     * @param folder where it lies
     * @param bytes its size
     * @param description what it is for, perhaps empty
     */
    record KnownModel(String name, Path folder, long bytes, String description) {}

    /** Models in use; closing frees them. */
    interface OpenModels extends AutoCloseable {

        /** The models. */
        JudgeModels models();

        /** What they leave out of how CLUE judges, one sentence each; empty if nothing. */
        default List<String> omissions() {
            return List.of();
        }

        /** What the server behind them says about itself; empty for local models. */
        default Optional<ServerFacts> serverFacts() {
            return Optional.empty();
        }

        /** How long their graphs have run so far; empty where the engine does not say. */
        Optional<Duration> graphTime();

        @Override
        void close();
    }
}
