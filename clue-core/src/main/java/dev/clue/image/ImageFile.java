package dev.clue.image;

import java.util.Iterator;

/** An image file whose headers are read and within the limits, and whose pixels are not decoded yet. */
interface ImageFile {

    /** Columns of the upright image. */
    int width();

    /** Rows of the upright image. */
    int height();

    /** At least 1. */
    int frameCount();

    /**
     * Decodes one frame after the other, each when it is asked for. Every call begins anew.
     *
     * @return as many as {@link #frameCount}; may throw a {@link Refusal} or any other unchecked exception where the
     *     content is damaged
     */
    Iterator<RgbImage> frames();
}
