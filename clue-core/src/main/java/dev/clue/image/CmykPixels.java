package dev.clue.image;

import java.awt.image.Raster;
import org.jspecify.annotations.Nullable;

/**
 * The four samples of a CMYK or YCCK JPEG. They are taken as inverted (0 is full ink), as Adobe writes them and as
 * browsers read them, whether or not an Adobe segment is there.
 */
record CmykPixels(Raster raster, boolean ycck, @Nullable ColorProfile profile) implements Pixels {

    @Override
    public int width() {
        return raster.getWidth();
    }

    @Override
    public int height() {
        return raster.getHeight();
    }

    @Override
    public void row(int y, int[] row) {
        int width = width();
        int[] samples = raster.getPixels(0, y, width, 1, (int[]) null);
        if (ycck) {
            for (int i = 0; i < samples.length; i += 4) {
                fromYcc(samples, i);
            }
        }
        if (profile == null) {
            for (int x = 0; x < width; x++) {
                int black = samples[4 * x + 3];
                row[x] = 0xff000000
                        | times(samples[4 * x], black) << 16
                        | times(samples[4 * x + 1], black) << 8
                        | times(samples[4 * x + 2], black);
            }
            return;
        }
        byte[] ink = new byte[4 * width];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = (byte) (255 - samples[i]);
        }
        byte[] rgb = profile.convert(ink, width);
        for (int x = 0; x < width; x++) {
            row[x] = 0xff000000 | (rgb[3 * x] & 0xff) << 16 | (rgb[3 * x + 1] & 0xff) << 8 | (rgb[3 * x + 2] & 0xff);
        }
    }

    /** From Y, Cb, Cr to three inverted inks: 255 less what ITU-T T.871 gives for red, green and blue. */
    private static void fromYcc(int[] samples, int at) {
        int luma = samples[at];
        double blueDifference = samples[at + 1] - 128;
        double redDifference = samples[at + 2] - 128;
        samples[at] = 255 - clamp(luma + 1.402 * redDifference);
        samples[at + 1] = 255 - clamp(luma - 0.344136 * blueDifference - 0.714136 * redDifference);
        samples[at + 2] = 255 - clamp(luma + 1.772 * blueDifference);
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    private static int times(int a, int b) {
        return (a * b + 127) / 255;
    }
}
