package dev.clue.image;

/** The transforms of lossless WebP, undone in place on ARGB numbers (RFC 9649, section 4). */
final class Vp8lTransforms {

    private static final int OPAQUE_BLACK = 0xff000000;

    private Vp8lTransforms() {}

    /** Adds to each pixel what its neighbours predict; modes lie in the green of a tile's pixel. */
    static void addPrediction(int[] pixels, int width, int height, int[] modes, int tileBits) {
        int tileColumns = Vp8lEntropy.tiles(width, tileBits);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                int predicted;
                if (y == 0) {
                    predicted = x == 0 ? OPAQUE_BLACK : pixels[at - 1];
                } else if (x == 0) {
                    predicted = pixels[at - width];
                } else {
                    int mode = modes[(y >> tileBits) * tileColumns + (x >> tileBits)] >> 8 & 15;
                    predicted = predict(mode, pixels, at, width);
                }
                pixels[at] = add(pixels[at], predicted);
            }
        }
    }

    private static int predict(int mode, int[] pixels, int at, int width) {
        int left = pixels[at - 1];
        int above = pixels[at - width];
        int aboveRight = pixels[at - width + 1];
        int aboveLeft = pixels[at - width - 1];
        return switch (mode) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> aboveRight;
            case 4 -> aboveLeft;
            case 5 -> average(average(left, aboveRight), above);
            case 6 -> average(left, aboveLeft);
            case 7 -> average(left, above);
            case 8 -> average(aboveLeft, above);
            case 9 -> average(above, aboveRight);
            case 10 -> average(average(left, aboveLeft), average(above, aboveRight));
            case 11 -> select(left, above, aboveLeft);
            case 12 -> gradient(left, above, aboveLeft);
            case 13 -> halfGradient(average(left, above), aboveLeft);
            default -> OPAQUE_BLACK;
        };
    }

    /** Undoes the decorrelation of colours; a tile's pixel holds three factors. */
    static void addColor(int[] pixels, int width, int height, int[] factors, int tileBits) {
        int tileColumns = Vp8lEntropy.tiles(width, tileBits);
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                int factor = factors[(y >> tileBits) * tileColumns + (x >> tileBits)];
                int pixel = pixels[at];
                byte green = (byte) (pixel >> 8);
                int red = (pixel >> 16) + delta((byte) factor, green) & 0xff;
                int blue = pixel + delta((byte) (factor >> 8), green) + delta((byte) (factor >> 16), (byte) red) & 0xff;
                pixels[at] = (pixel & 0xff00ff00) | red << 16 | blue;
            }
        }
    }

    private static int delta(byte factor, byte color) {
        return (factor * color) >> 5;
    }

    /** Adds green to red and blue. */
    static void addGreen(int[] pixels) {
        for (int i = 0; i < pixels.length; i++) {
            int green = pixels[i] >> 8 & 0xff;
            int redAndBlue = (pixels[i] & 0xff00ff) + (green << 16 | green) & 0xff00ff;
            pixels[i] = (pixels[i] & 0xff00ff00) | redAndBlue;
        }
    }

    /**
     * Replaces indices by colours.
     *
     * @param packed pixels, each with {@code 1 << packing} indices in its green
     */
    static int[] lookUp(int[] packed, int width, int height, int[] colors, int packing) {
        int[] pixels = new int[width * height];
        int packedWidth = Vp8lEntropy.tiles(width, packing);
        int bits = 8 >> packing;
        for (int y = 0, at = 0; y < height; y++) {
            for (int x = 0; x < width; x++, at++) {
                int green = packed[y * packedWidth + (x >> packing)] >> 8 & 0xff;
                int index = green >> (bits * (x & (1 << packing) - 1)) & (1 << bits) - 1;
                pixels[at] = index < colors.length ? colors[index] : 0;
            }
        }
        return pixels;
    }

    /** Channel by channel, modulo 256. */
    static int add(int a, int b) {
        int alphaAndGreen = (a & 0xff00ff00) + (b & 0xff00ff00);
        int redAndBlue = (a & 0xff00ff) + (b & 0xff00ff);
        return (alphaAndGreen & 0xff00ff00) | (redAndBlue & 0xff00ff);
    }

    private static int average(int a, int b) {
        return (((a ^ b) & 0xfefefefe) >>> 1) + (a & b);
    }

    private static int select(int left, int above, int aboveLeft) {
        int toLeft = 0;
        int toAbove = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            toLeft += Math.abs((above >> shift & 0xff) - (aboveLeft >> shift & 0xff));
            toAbove += Math.abs((left >> shift & 0xff) - (aboveLeft >> shift & 0xff));
        }
        return toLeft < toAbove ? left : above;
    }

    private static int gradient(int left, int above, int aboveLeft) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = (left >> shift & 0xff) + (above >> shift & 0xff) - (aboveLeft >> shift & 0xff);
            result |= clamp(value) << shift;
        }
        return result;
    }

    private static int halfGradient(int average, int aboveLeft) {
        int result = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            int value = average >> shift & 0xff;
            result |= clamp(value + (value - (aboveLeft >> shift & 0xff)) / 2) << shift;
        }
        return result;
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }
}
