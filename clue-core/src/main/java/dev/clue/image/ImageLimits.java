package dev.clue.image;

import dev.clue.error.ImageException.Kind;

/**
 * What an image may cost. Each limit is checked from the file's headers, before anything is decoded. Above a limit
 * an image is refused, never cut or shrunk: what nobody looked at cannot be called safe.
 *
 * @param maxBytes bytes of the file
 * @param maxSide columns, and rows
 * @param maxPixels columns times rows of one frame; decoding takes about six bytes of memory each
 * @param maxFrames frames of an animation
 * @param maxTotalPixels pixels of all frames of an animation together; bounds the time that decoding takes
 */
public record ImageLimits(long maxBytes, int maxSide, long maxPixels, int maxFrames, long maxTotalPixels) {

    /** 64 MiB, sides of 32,768, 67 megapixels a frame, 500 frames, 1,074 megapixels in all. */
    public static final ImageLimits DEFAULT = new ImageLimits(64L << 20, 1 << 15, 1L << 26, 500, 1L << 30);

    /** Java arrays end here; a file is held in one: the most that {@code maxBytes} can be. */
    public static final long LARGEST_ARRAY = Integer.MAX_VALUE - 16;

    /** Red, green and blue of a frame are held in one array: the most that {@code maxPixels} can be. */
    public static final long MOST_PIXELS = LARGEST_ARRAY / 3;

    /**
     * @throws IllegalArgumentException if a limit is below 1, or above what an array can hold ({@code maxBytes} at
     *     most 2^31 - 17, {@code maxPixels} at most a third of that)
     */
    public ImageLimits {
        if (maxBytes < 1 || maxSide < 1 || maxPixels < 1 || maxFrames < 1 || maxTotalPixels < 1) {
            throw new IllegalArgumentException("an image limit must be at least 1");
        }
        if (maxBytes > LARGEST_ARRAY || maxPixels > MOST_PIXELS) {
            throw new IllegalArgumentException(
                    "maxBytes must be at most " + LARGEST_ARRAY + " and maxPixels at most " + MOST_PIXELS);
        }
    }

    void checkBytes(long bytes) {
        if (bytes > maxBytes) {
            throw tooLarge("the file has " + bytes + " bytes, more than the limit of " + maxBytes, "maxBytes");
        }
    }

    void checkSize(long width, long height) {
        if (width < 1 || height < 1) {
            throw Refusal.damaged("its header says " + width + " x " + height + " pixels");
        }
        if (width > maxSide || height > maxSide) {
            throw tooLarge(
                    "it is " + width + " x " + height + " pixels, and the limit of a side is " + maxSide, "maxSide");
        }
        if (width * height > maxPixels) {
            throw tooLarge(
                    "it is " + width + " x " + height + " pixels, more than the limit of " + maxPixels + " in a frame",
                    "maxPixels");
        }
    }

    void checkFrames(long frames, long width, long height) {
        if (frames > maxFrames) {
            throw tooLarge("it has more frames than the limit of " + maxFrames, "maxFrames");
        }
        if (frames > 1 && frames * width * height > maxTotalPixels) {
            throw tooLarge(
                    "its " + frames + " frames of " + width + " x " + height + " have more pixels than the limit of "
                            + maxTotalPixels + " together",
                    "maxTotalPixels");
        }
    }

    private static Refusal tooLarge(String why, String limit) {
        return new Refusal(Kind.TOO_LARGE, why + "; make it smaller, or raise " + limit);
    }
}
