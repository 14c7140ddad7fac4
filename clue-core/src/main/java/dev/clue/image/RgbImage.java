package dev.clue.image;

import dev.clue.digest.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Pixels as the models see them: upright, sRGB, opaque, 8 bits a channel. Not modified after construction.
 */
public final class RgbImage {

    private final int width;
    private final int height;
    private final byte[] rgb;

    /**
     * @param width columns, at least 1
     * @param height rows, at least 1
     * @param rgb red, green and blue of each pixel, row by row: {@code 3 * width * height} bytes, not copied and
     *     not to be modified afterwards
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public RgbImage(int width, int height, byte[] rgb) {
        if (width < 1 || height < 1 || rgb.length != 3L * width * height) {
            throw new IllegalArgumentException(rgb.length + " bytes are no RGB image of " + width + " x " + height);
        }
        this.width = width;
        this.height = height;
        this.rgb = rgb;
    }

    /** Columns. */
    public int width() {
        return width;
    }

    /** Rows. */
    public int height() {
        return height;
    }

    /** Red (0), green (1) or blue (2) of a pixel, 0 to 255. */
    public int sample(int x, int y, int channel) {
        Objects.checkIndex(x, width);
        Objects.checkIndex(y, height);
        return rgb[3 * (y * width + x) + channel] & 0xff;
    }

    /** The pixel bytes themselves, row by row; must not be modified. */
    public byte[] bytes() {
        return rgb;
    }

    /** Digest of sizes and pixels, 64 hex digits: equal for equal images. */
    public String sha256() {
        ByteBuffer sizes = ByteBuffer.allocate(2 * Integer.BYTES).putInt(width).putInt(height);
        return Sha256.of(sizes.array(), rgb);
    }

    /** The box around all of it. */
    public Box bounds() {
        return new Box(0, 0, width, height);
    }

    /**
     * The part of the image inside the box.
     *
     * @throws IllegalArgumentException if the box is not inside the image
     */
    public RgbImage crop(Box box) {
        requireInside(box);
        byte[] part = new byte[3 * box.width() * box.height()];
        for (int row = 0; row < box.height(); row++) {
            int from = 3 * ((box.top() + row) * width + box.left());
            System.arraycopy(rgb, from, part, 3 * row * box.width(), 3 * box.width());
        }
        return new RgbImage(box.width(), box.height(), part);
    }

    /**
     * The image with the box painted black.
     *
     * @throws IllegalArgumentException if the box is not inside the image
     */
    public RgbImage blackOut(Box box) {
        requireInside(box);
        byte[] copy = rgb.clone();
        for (int row = box.top(); row < box.bottom(); row++) {
            int from = 3 * (row * width + box.left());
            Arrays.fill(copy, from, from + 3 * box.width(), (byte) 0);
        }
        return new RgbImage(width, height, copy);
    }

    private void requireInside(Box box) {
        if (box.left() < 0 || box.top() < 0 || box.right() > width || box.bottom() > height) {
            throw new IllegalArgumentException(box + " is not inside an image of " + width + " x " + height);
        }
    }
}
