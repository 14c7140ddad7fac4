package dev.clue.probe;

import dev.clue.image.RgbImage;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/** Knows the places that models are probed with, for scripted models that are to be sound. */
public final class DrawnPlaces {

    private static final int STEP = 7;

    private DrawnPlaces() {}

    /**
     * Whether what is asked about is true of an image.
     *
     * @param rgb the colour at x and y, 0xRRGGBB
     * @return empty if the image is no such place
     */
    public static Optional<Boolean> isTrue(int width, int height, IntBinaryOperator rgb, String question) {
        for (Place place : Place.ALL) {
            if (isShown(place.image(), width, height, rgb)) {
                return Optional.of(question.contains(place.statement()));
            }
        }
        return Optional.empty();
    }

    static Optional<Boolean> isTrue(RgbImage image, String question) {
        return isTrue(image.width(), image.height(), (x, y) -> colour(image, x, y), question);
    }

    private static boolean isShown(RgbImage place, int width, int height, IntBinaryOperator rgb) {
        if (place.width() != width || place.height() != height) {
            return false;
        }
        for (int y = 0; y < height; y += STEP) {
            for (int x = 0; x < width; x += STEP) {
                if ((rgb.applyAsInt(x, y) & 0xffffff) != colour(place, x, y)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static int colour(RgbImage image, int x, int y) {
        return image.sample(x, y, 0) << 16 | image.sample(x, y, 1) << 8 | image.sample(x, y, 2);
    }
}
