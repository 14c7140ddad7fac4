package dev.clue.image;

import dev.clue.error.ImageException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image that has been taken in. The pixels of a still image are decoded; the frames of an animation are decoded one
 * after the other while they are asked for, so that only one is in memory.
 */
public final class DecodedImage {

    private final @Nullable ImageFormat format;
    private final String sha256;
    private final long bytes;
    private final int width;
    private final int height;
    private final int frameCount;
    private final Iterable<RgbImage> frames;

    /**
     * An image whose frames are in memory already.
     *
     * @param sha256 64 hex digits over the file's bytes
     * @param bytes size of the file
     * @param width columns when upright
     * @param height rows when upright
     * @param frames the frames in their order, at least one; one for an image that is not animated
     * @throws IllegalArgumentException if there is no frame
     */
    public DecodedImage(String sha256, long bytes, int width, int height, List<RgbImage> frames) {
        this(null, sha256, bytes, width, height, frames.size(), List.copyOf(frames));
        if (frames.isEmpty()) {
            throw new IllegalArgumentException("an image has at least one frame");
        }
    }

    private DecodedImage(
            @Nullable ImageFormat format,
            String sha256,
            long bytes,
            int width,
            int height,
            int frameCount,
            Iterable<RgbImage> frames) {
        this.format = format;
        this.sha256 = sha256;
        this.bytes = bytes;
        this.width = width;
        this.height = height;
        this.frameCount = frameCount;
        this.frames = frames;
    }

    static DecodedImage of(ImageFormat format, String sha256, long bytes, String name, ImageFile file) {
        Iterable<RgbImage> frames = () -> new Frames(name, file);
        if (file.frameCount() == 1) {
            frames = List.of(frames.iterator().next());
        }
        return new DecodedImage(format, sha256, bytes, file.width(), file.height(), file.frameCount(), frames);
    }

    /** The format by content; empty for an image that did not come from a file. */
    public Optional<ImageFormat> format() {
        return Optional.ofNullable(format);
    }

    /** Digest of the file's bytes: 64 hex digits. */
    public String sha256() {
        return sha256;
    }

    /** Size of the file. */
    public long bytes() {
        return bytes;
    }

    /** Columns when upright. */
    public int width() {
        return width;
    }

    /** Rows when upright. */
    public int height() {
        return height;
    }

    /** 1 for a still image; else the number of an animation's frames. */
    public int frameCount() {
        return frameCount;
    }

    /**
     * All frames in their order, each of the size of the image and as a viewer would show it. May be walked more than
     * once, also by several threads; an animation is decoded anew each time.
     *
     * <p>The iterator throws {@link ImageException} where a frame is damaged: then nobody knows what the rest of the
     * animation shows.
     */
    public Iterable<RgbImage> frames() {
        return frames;
    }

    /** Turns whatever a decoder throws into the one exception that callers know. */
    private static final class Frames implements Iterator<RgbImage> {

        private final String name;
        private final Iterator<RgbImage> decoded;

        Frames(String name, ImageFile file) {
            this.name = name;
            this.decoded = ImageIntake.guarded(name, file::frames);
        }

        @Override
        public boolean hasNext() {
            return decoded.hasNext();
        }

        @Override
        public RgbImage next() {
            return hasNext() ? ImageIntake.guarded(name, decoded::next) : decoded.next();
        }
    }
}
