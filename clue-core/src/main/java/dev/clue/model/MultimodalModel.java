package dev.clue.model;

import dev.clue.image.RgbImage;

/** A multimodal language model as the judge needs it. Implementations may be used by several threads at once. */
public interface MultimodalModel extends AutoCloseable {

    /** Which model this is. */
    ModelIdentity identity();

    /**
     * Opens a look at the image.
     *
     * @throws dev.clue.error.ModelException if the image cannot be encoded
     */
    Look look(RgbImage image);

    /**
     * Opens a look at nothing: the same prompts with the image tokens left out, for the language prior
     * M(None, c) of paper section 3.3.
     *
     * @throws dev.clue.error.ModelException if the model fails
     */
    Look lookAtNothing();

    @Override
    void close();
}
