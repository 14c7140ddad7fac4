package dev.clue.image;

import java.util.Arrays;

/**
 * A plane of samples with the border that VP8 predicts from: 127 above and 129 at the left (RFC 6386, section 12.2).
 * Sides are padded to whole macroblocks.
 */
final class Vp8Plane {

    private static final int ABOVE = 127;
    private static final int AT_LEFT = 129;

    final int stride;
    final byte[] samples;

    Vp8Plane(int width, int height) {
        stride = width + 1;
        // One row and one column of border, and four samples above and to the right of the last block.
        samples = new byte[stride * (height + 1) + 4];
        Arrays.fill(samples, 0, stride, (byte) ABOVE);
        for (int y = 1; y <= height; y++) {
            samples[y * stride] = (byte) AT_LEFT;
        }
    }

    /** Where a sample lies. */
    int index(int x, int y) {
        return (y + 1) * stride + x + 1;
    }

    int get(int index) {
        return samples[index] & 0xff;
    }

    void set(int index, int value) {
        samples[index] = (byte) (value < 0 ? 0 : value > 255 ? 255 : value);
    }
}
