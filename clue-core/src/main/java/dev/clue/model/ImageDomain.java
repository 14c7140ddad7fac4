package dev.clue.model;

import dev.clue.image.RgbImage;

/**
 * The kind of images that a set of models was made for. A model trained on drawn scenes must not guess about
 * photographs: an image outside its domain is undecided.
 */
public interface ImageDomain {

    /**
     * How foreign the image is.
     *
     * @throws dev.clue.error.ModelException if it cannot be measured
     */
    Familiarity familiarity(RgbImage image);

    /**
     * @param distance how unlike the images it was trained on, 0 or more
     * @param limit the largest distance at which an image still counts as inside the domain
     * @param advice one sentence for an image outside: what the models are for and what to do
     */
    record Familiarity(double distance, double limit, String advice) {

        /** Whether the models may judge the image. */
        public boolean inside() {
            return distance <= limit;
        }
    }
}
