package dev.clue.model;

import dev.clue.image.RgbImage;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Finds objects by their names (OWL-ViT, OWLv2), for the central regions of paper section 3.4.
 * Implementations may be used by several threads at once.
 */
public interface ObjectDetector extends AutoCloseable {

    /** Which model this is. */
    ModelIdentity identity();

    /**
     * The best box for each object, however low its score: the judge applies the threshold.
     *
     * @param objects what to look for, such as {@code "throat"}
     * @return one detection an object, in their order
     * @throws dev.clue.error.ModelException if the model fails
     */
    List<Detection> detect(RgbImage image, List<String> objects);

    /**
     * The share of an image below which a region of this detector is looked at enlarged, if its makers chose one; 0 to
     * 1.
     */
    OptionalDouble smallRegion();

    @Override
    void close();
}
