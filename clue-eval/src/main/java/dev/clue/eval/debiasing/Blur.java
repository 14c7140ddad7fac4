package dev.clue.eval.debiasing;

import dev.clue.image.RgbImage;

/** Blurs an image: three box filters after one another, each an eighth of the shorter side wide, nearly a Gaussian. */
final class Blur {

    private static final int PASSES = 3;
    private static final int SHARE = 16;

    private Blur() {}

    static RgbImage of(RgbImage image) {
        int radius = Math.max(1, Math.min(image.width(), image.height()) / SHARE);
        byte[] rgb = image.bytes();
        for (int pass = 0; pass < PASSES; pass++) {
            rgb = smoothed(rgb, image.height(), image.width(), 3 * image.width(), 3, radius);
            rgb = smoothed(rgb, image.width(), image.height(), 3, 3 * image.width(), radius);
        }
        return new RgbImage(image.width(), image.height(), rgb);
    }

    /** The mean along one direction, of what lies inside the image. */
    private static byte[] smoothed(byte[] from, int lines, int length, int lineStep, int step, int radius) {
        byte[] to = new byte[from.length];
        for (int line = 0; line < lines; line++) {
            for (int channel = 0; channel < 3; channel++) {
                int start = line * lineStep + channel;
                long sum = 0;
                for (int i = 0; i < Math.min(radius, length); i++) {
                    sum += from[start + i * step] & 0xff;
                }
                for (int i = 0; i < length; i++) {
                    if (i + radius < length) {
                        sum += from[start + (i + radius) * step] & 0xff;
                    }
                    if (i - radius - 1 >= 0) {
                        sum -= from[start + (i - radius - 1) * step] & 0xff;
                    }
                    int count = Math.min(length - 1, i + radius) - Math.max(0, i - radius) + 1;
                    to[start + i * step] = (byte) ((sum + count / 2) / count);
                }
            }
        }
        return to;
    }
}
