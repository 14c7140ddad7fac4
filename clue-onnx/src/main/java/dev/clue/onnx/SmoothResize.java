package dev.clue.onnx;

import dev.clue.image.RgbImage;
import java.util.Arrays;

/**
 * Resizes as OWLv2's processor does: the image is padded to a square with grey on the right and at the bottom, smoothed
 * with a Gaussian of deviation (factor - 1) / 2 if it shrinks, and interpolated linearly. Both steps are linear and work
 * on rows and columns apart, so each output sample is one weighted sum a direction; the padding is never stored.
 */
final class SmoothResize {

    /** The grey around the image, 0 to 1. */
    private static final float GREY = 0.5f;

    /** Where the Gaussian is cut off, in deviations. */
    private static final double CUT = 4;

    private SmoothResize() {}

    /** The image as [3, side, side], 0 to 1. */
    static float[] square(RgbImage image, int side) {
        int square = Math.max(image.width(), image.height());
        double[][] weights = new double[side][];
        int[] firsts = new int[side];
        windows(square, side, weights, firsts);
        float[][] columns = columns(image, side, weights, firsts);
        return rows(image, side, weights, firsts, columns);
    }

    /** One array a channel: [image height, side]. */
    private static float[][] columns(RgbImage image, int side, double[][] weights, int[] firsts) {
        byte[] bytes = image.bytes();
        float[][] columns = new float[3][image.height() * side];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < side; x++) {
                double red = 0;
                double green = 0;
                double blue = 0;
                for (int i = 0; i < weights[x].length; i++) {
                    int column = firsts[x] + i;
                    double weight = weights[x][i];
                    if (column < image.width()) {
                        int at = 3 * (y * image.width() + column);
                        red += weight * (bytes[at] & 0xff);
                        green += weight * (bytes[at + 1] & 0xff);
                        blue += weight * (bytes[at + 2] & 0xff);
                    } else {
                        red += weight * GREY * 255;
                        green += weight * GREY * 255;
                        blue += weight * GREY * 255;
                    }
                }
                columns[0][y * side + x] = (float) (red / 255);
                columns[1][y * side + x] = (float) (green / 255);
                columns[2][y * side + x] = (float) (blue / 255);
            }
        }
        return columns;
    }

    private static float[] rows(RgbImage image, int side, double[][] weights, int[] firsts, float[][] columns) {
        float[] values = new float[3 * side * side];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < side; y++) {
                for (int x = 0; x < side; x++) {
                    double sum = 0;
                    for (int i = 0; i < weights[y].length; i++) {
                        int row = firsts[y] + i;
                        sum += weights[y][i] * (row < image.height() ? columns[channel][row * side + x] : GREY);
                    }
                    values[(channel * side + y) * side + x] = (float) sum;
                }
            }
        }
        return values;
    }

    private static void windows(int square, int side, double[][] weights, int[] firsts) {
        double factor = (double) square / side;
        double[] gaussian = gaussian(Math.max(0, (factor - 1) / 2));
        int radius = gaussian.length / 2;
        for (int i = 0; i < side; i++) {
            double centre = (i + 0.5) * factor - 0.5;
            int before = (int) Math.floor(centre);
            double share = centre - before;
            double[] spread = new double[square];
            int first = square;
            int last = -1;
            for (int neighbour = 0; neighbour < 2; neighbour++) {
                double part = neighbour == 0 ? 1 - share : share;
                int sample = mirrored(before + neighbour, square);
                for (int k = -radius; k <= radius; k++) {
                    int at = mirrored(sample + k, square);
                    spread[at] += part * gaussian[k + radius];
                    first = Math.min(first, at);
                    last = Math.max(last, at);
                }
            }
            firsts[i] = first;
            weights[i] = Arrays.copyOfRange(spread, first, last + 1);
        }
    }

    private static double[] gaussian(double deviation) {
        int radius = (int) (CUT * deviation + 0.5);
        double[] weights = new double[2 * radius + 1];
        double sum = 0;
        for (int k = -radius; k <= radius; k++) {
            double weight = deviation == 0 ? (k == 0 ? 1 : 0) : Math.exp(-0.5 * k * k / (deviation * deviation));
            weights[k + radius] = weight;
            sum += weight;
        }
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    /** The index on the far side of an edge, the edge sample itself not repeated. */
    private static int mirrored(int index, int length) {
        if (length == 1) {
            return 0;
        }
        int period = 2 * (length - 1);
        int at = Math.floorMod(index, period);
        return at < length ? at : period - at;
    }
}
