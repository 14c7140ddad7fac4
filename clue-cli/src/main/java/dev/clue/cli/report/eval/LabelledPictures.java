package dev.clue.cli.report.eval;

import dev.clue.error.ImageException;
import dev.clue.error.IoReason;
import dev.clue.eval.data.LabelledImage;
import dev.clue.image.ImageIntake;
import dev.clue.image.RgbImage;
import java.io.IOException;

/** Gives the pixels of a labelled image: those of its first frame. */
@FunctionalInterface
public interface LabelledPictures {

    /** @throws ImageException if it cannot be read or decoded */
    RgbImage pixels(LabelledImage image);

    /** Reads images anew. */
    static LabelledPictures of(ImageIntake intake) {
        return image -> {
            String uri = image.source().uri();
            try {
                return intake.read(image.source().bytes(), uri)
                        .frames()
                        .iterator()
                        .next();
            } catch (IOException e) {
                throw new ImageException(
                        ImageException.Kind.UNREADABLE,
                        uri + ": cannot be read (" + IoReason.of(e) + "): check the file and its folder",
                        e);
            }
        };
    }
}
