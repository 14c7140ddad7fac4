package dev.clue.image;

import java.util.List;

/**
 * An image file, decoded.
 *
 * @param sha256 64 hex digits over the file's bytes
 * @param bytes size of the file
 * @param width columns when upright
 * @param height rows when upright
 * @param frames the frames in their order, at least one; one for an image that is not animated
 */
public record DecodedImage(String sha256, long bytes, int width, int height, List<RgbImage> frames) {

    /** @throws IllegalArgumentException if there is no frame */
    public DecodedImage {
        frames = List.copyOf(frames);
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("an image has at least one frame");
        }
    }
}
