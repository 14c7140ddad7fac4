package dev.clue.onnx;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import java.util.Arrays;

/**
 * Resizes as Pillow does, to the level: each output sample is the weighted mean of the input samples under a filter
 * that widens when the image shrinks; columns first, then rows, with 8 bits in between and weights of 22 binary places.
 */
final class Resize {

    private static final int WEIGHT_BITS = 22;
    private static final int HALF = 1 << (WEIGHT_BITS - 1);

    private Resize() {}

    /** The image at another size; the same image if the size is the same. */
    static RgbImage to(RgbImage image, int width, int height, ResamplingFilter filter) {
        return part(image, width, height, filter, new Box(0, 0, width, height));
    }

    /**
     * A part of the image at another size, as if the whole had been resized and the part cut out: a strip of a million
     * columns costs no more than what is looked at.
     *
     * @param part inside {@code width} x {@code height}
     */
    static RgbImage part(RgbImage image, int width, int height, ResamplingFilter filter, Box part) {
        RgbImage resized = image;
        int left = part.left();
        int top = part.top();
        if (width != image.width()) {
            resized = columns(resized, windows(image.width(), width, filter, left, part.right()));
            left = 0;
        }
        if (height != image.height()) {
            resized = rows(resized, windows(image.height(), height, filter, top, part.bottom()));
            top = 0;
        }
        boolean whole = resized.width() == part.width() && resized.height() == part.height();
        return whole ? resized : resized.crop(new Box(left, top, left + part.width(), top + part.height()));
    }

    private static RgbImage columns(RgbImage image, Window[] windows) {
        int width = windows.length;
        byte[] from = image.bytes();
        byte[] to = new byte[Math.multiplyExact(3 * width, image.height())];
        for (int y = 0; y < image.height(); y++) {
            int row = 3 * y * image.width();
            int out = 3 * y * width;
            for (Window window : windows) {
                int at = row + 3 * window.first;
                int red = HALF;
                int green = HALF;
                int blue = HALF;
                for (int weight : window.weights) {
                    red += weight * (from[at] & 0xff);
                    green += weight * (from[at + 1] & 0xff);
                    blue += weight * (from[at + 2] & 0xff);
                    at += 3;
                }
                to[out] = level(red);
                to[out + 1] = level(green);
                to[out + 2] = level(blue);
                out += 3;
            }
        }
        return new RgbImage(width, image.height(), to);
    }

    private static RgbImage rows(RgbImage image, Window[] windows) {
        int height = windows.length;
        int stride = 3 * image.width();
        byte[] from = image.bytes();
        byte[] to = new byte[Math.multiplyExact(stride, height)];
        int[] sums = new int[stride];
        for (int y = 0; y < height; y++) {
            Window window = windows[y];
            Arrays.fill(sums, HALF);
            for (int i = 0; i < window.weights.length; i++) {
                int weight = window.weights[i];
                int at = (window.first + i) * stride;
                for (int x = 0; x < stride; x++) {
                    sums[x] += weight * (from[at + x] & 0xff);
                }
            }
            for (int x = 0; x < stride; x++) {
                to[y * stride + x] = level(sums[x]);
            }
        }
        return new RgbImage(image.width(), height, to);
    }

    private static byte level(int sum) {
        return (byte) Math.clamp(sum >> WEIGHT_BITS, 0, 255);
    }

    /** Which input samples an output sample is made of, and by which weights. */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    private record Window(int first, int[] weights) {}

    private static Window[] windows(int from, int to, ResamplingFilter filter, int begin, int until) {
        double scale = (double) from / to;
        double widening = Math.max(scale, 1);
        double support = filter.support() * widening;
        Window[] windows = new Window[until - begin];
        for (int i = begin; i < until; i++) {
            double centre = (i + 0.5) * scale;
            int first = Math.max(0, (int) (centre - support + 0.5));
            int end = Math.min(from, (int) (centre + support + 0.5));
            double[] weights = new double[end - first];
            double sum = 0;
            for (int j = 0; j < weights.length; j++) {
                weights[j] = filter.weight((first + j - centre + 0.5) / widening);
                sum += weights[j];
            }
            int[] fixed = new int[weights.length];
            for (int j = 0; j < weights.length; j++) {
                double exact = (sum == 0 ? weights[j] : weights[j] / sum) * (1 << WEIGHT_BITS);
                fixed[j] = (int) (exact < 0 ? exact - 0.5 : exact + 0.5);
            }
            windows[i - begin] = new Window(first, fixed);
        }
        return windows;
    }
}
