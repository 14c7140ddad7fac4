package dev.clue.cli.report.eval;

import dev.clue.eval.data.LabelledImage;
import dev.clue.image.RgbImage;

/** Gives the pixels of a labelled image: those of its first frame. */
@FunctionalInterface
public interface LabelledPictures {

    /** @throws dev.clue.error.ImageException if it cannot be read or decoded */
    RgbImage pixels(LabelledImage image);
}
