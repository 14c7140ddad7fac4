package dev.clue.cli.engine;

import dev.clue.judge.JudgeModels;

/** Opens models by the name or folder that a user gives. */
@FunctionalInterface
public interface ModelSource {

    /**
     * Opens the models.
     *
     * @param name a bundled model, or a folder
     * @param threads images that are judged at the same time
     * @throws dev.clue.error.ConfigurationException if there is no such model
     * @throws dev.clue.error.ModelException if it cannot be loaded
     */
    OpenModels open(String name, int threads);

    /** Models in use; closing frees them. */
    interface OpenModels extends AutoCloseable {

        /** The models. */
        JudgeModels models();

        @Override
        void close();
    }
}
