package dev.clue.cli.report;

import dev.clue.error.ImageException;
import dev.clue.image.RgbImage;
import dev.clue.verdict.ImageVerdict;

/** Gives the pixels of an image that was judged: those of the frame that decided. */
@FunctionalInterface
public interface Pictures {

    /** @throws ImageException if it cannot be decoded */
    RgbImage pixels(ImageVerdict.ImageReference image);
}
