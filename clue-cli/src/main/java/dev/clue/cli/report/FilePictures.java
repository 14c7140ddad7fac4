package dev.clue.cli.report;

import dev.clue.error.ImageException;
import dev.clue.image.DecodedImage;
import dev.clue.image.ImageIntake;
import dev.clue.image.RgbImage;
import dev.clue.verdict.ImageVerdict;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Pictures from the files that were judged, as long as they are the same.
 *
 * @param intake reads them
 */
public record FilePictures(ImageIntake intake) implements Pictures {

    @Override
    public RgbImage pixels(ImageVerdict.ImageReference image) {
        DecodedImage read = intake.read(path(image));
        if (!read.sha256().equals(image.sha256())) {
            throw changed(image);
        }
        int frame = 0;
        for (RgbImage pixels : read.frames()) {
            if (frame == image.frame()) {
                return pixels;
            }
            frame++;
        }
        throw changed(image);
    }

    private static Path path(ImageVerdict.ImageReference image) {
        try {
            return Path.of(image.uri());
        } catch (InvalidPathException e) {
            throw new ImageException(
                    ImageException.Kind.UNREADABLE, image.uri() + ": no file name, so there is no picture", e);
        }
    }

    /** Also where it could not be read when it was judged, and now can. */
    private static ImageException changed(ImageVerdict.ImageReference image) {
        return new ImageException(
                ImageException.Kind.DAMAGED, image.uri() + ": the file has changed since it was judged");
    }
}
