package dev.clue.image;

/** Decoded pixels that are handed out row by row, so that an image need not be held twice. */
interface Pixels {

    int width();

    int height();

    /**
     * Writes a row as alpha, red, green and blue of 8 bits each, not premultiplied, sRGB.
     *
     * @param row at least {@link #width} long
     */
    void row(int y, int[] row);

    /** The image upright and over white. */
    default RgbImage flatten(Orientation orientation) {
        int width = width();
        int height = height();
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            row(y, row);
            int step = 3 * orientation.step(width, height);
            int at = 3 * orientation.start(y, width, height);
            for (int x = 0; x < width; x++, at += step) {
                int pixel = row[x];
                int alpha = pixel >>> 24;
                rgb[at] = overWhite(pixel >> 16 & 0xff, alpha);
                rgb[at + 1] = overWhite(pixel >> 8 & 0xff, alpha);
                rgb[at + 2] = overWhite(pixel & 0xff, alpha);
            }
        }
        return new RgbImage(orientation.width(width, height), orientation.height(width, height), rgb);
    }

    private static byte overWhite(int sample, int alpha) {
        return (byte) (alpha == 255 ? sample : 255 + ((sample - 255) * alpha - 127) / 255);
    }
}
