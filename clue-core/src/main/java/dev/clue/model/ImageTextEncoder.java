package dev.clue.model;

import dev.clue.image.RgbImage;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Embeds images and texts into one space, for the relevance scan of paper section 3.2 (CLIP, SigLIP).
 * Implementations may be used by several threads at once.
 */
public interface ImageTextEncoder extends AutoCloseable {

    /** Which model this is. */
    ModelIdentity identity();

    /**
     * Embeds an image. An encoder may look at several views of it (squashed, cropped); relevance is the maximum
     * over them.
     *
     * @return one or more vectors of length 1
     * @throws dev.clue.error.ModelException if the model fails
     */
    List<float[]> embedImage(RgbImage image);

    /**
     * Embeds texts. A text longer than the limit is cut off, see {@link #fits}.
     *
     * @return one vector of length 1 a text, in their order
     * @throws dev.clue.error.ModelException if the model fails
     */
    List<float[]> embedTexts(List<String> texts);

    /** Whether the text is embedded whole (77 tokens in CLIP). */
    boolean fits(String text);

    /** The relevance threshold t that belongs to this encoder, if its makers chose one; a cosine, -1 to 1. */
    OptionalDouble relevanceThreshold();

    @Override
    void close();
}
