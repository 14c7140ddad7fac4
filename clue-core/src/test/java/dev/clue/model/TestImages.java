package dev.clue.model;

import dev.clue.image.RgbImage;
import java.util.Random;

/** Images drawn from a seed: coloured rectangles on a gradient. */
public final class TestImages {

    private TestImages() {}

    /** The same image for the same arguments. */
    public static RgbImage drawn(long seed, int width, int height) {
        Random random = new Random(seed);
        byte[] rgb = new byte[3 * width * height];
        int[] from = colour(random);
        int[] to = colour(random);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * width + x) + c] = (byte) (from[c] + (to[c] - from[c]) * (x + y) / (width + height));
                }
            }
        }
        for (int i = 0; i < 6; i++) {
            rectangle(random, rgb, width, height);
        }
        return new RgbImage(width, height, rgb);
    }

    /** An image of one colour. */
    public static RgbImage plain(int red, int green, int blue, int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i += 3) {
            rgb[i] = (byte) red;
            rgb[i + 1] = (byte) green;
            rgb[i + 2] = (byte) blue;
        }
        return new RgbImage(width, height, rgb);
    }

    private static void rectangle(Random random, byte[] rgb, int width, int height) {
        int[] colour = colour(random);
        int left = random.nextInt(width);
        int top = random.nextInt(height);
        int right = Math.min(width, left + 1 + random.nextInt(Math.max(1, width / 2)));
        int bottom = Math.min(height, top + 1 + random.nextInt(Math.max(1, height / 2)));
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[3 * (y * width + x) + c] = (byte) colour[c];
                }
            }
        }
    }

    private static int[] colour(Random random) {
        return new int[] {random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    }
}
