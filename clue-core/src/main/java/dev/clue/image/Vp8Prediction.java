package dev.clue.image;

import java.util.Arrays;

/** Intra prediction of VP8 (RFC 6386, section 12). */
final class Vp8Prediction {

    /** Modes of macroblocks. */
    static final int DC = 0;

    static final int VERTICAL = 1;
    static final int HORIZONTAL = 2;
    static final int TRUE_MOTION = 3;

    /** Each block of 4 x 4 has a mode of its own. */
    static final int BY_BLOCKS = 4;

    /** Modes of blocks, in the order of the standard. */
    static final int B_DC = 0;

    static final int B_TRUE_MOTION = 1;
    static final int B_VERTICAL = 2;
    static final int B_HORIZONTAL = 3;
    private static final int B_LEFT_DOWN = 4;
    private static final int B_RIGHT_DOWN = 5;
    private static final int B_VERTICAL_RIGHT = 6;
    private static final int B_VERTICAL_LEFT = 7;
    private static final int B_HORIZONTAL_DOWN = 8;

    private static final int MIDDLE = 128;

    private Vp8Prediction() {}

    /** Predicts a square of a macroblock: 16 wide for luma, 8 for chroma. */
    static void square(Vp8Plane plane, int x, int y, int size, int mode) {
        int at = plane.index(x, y);
        int above = at - plane.stride;
        switch (mode) {
            case DC -> fill(plane, at, size, mean(plane, x, y, size));
            case VERTICAL -> {
                for (int row = 0; row < size; row++) {
                    System.arraycopy(plane.samples, above, plane.samples, at + row * plane.stride, size);
                }
            }
            case HORIZONTAL -> {
                for (int row = 0; row < size; row++) {
                    int from = at + row * plane.stride;
                    Arrays.fill(plane.samples, from, from + size, plane.samples[from - 1]);
                }
            }
            default -> trueMotion(plane, at, size, corner(plane, x, y));
        }
    }

    /** Above and to the left of all is the border above, at the left edge the border at the left. */
    private static int corner(Vp8Plane plane, int x, int y) {
        return plane.get(plane.index(x - 1, y - 1));
    }

    private static void fill(Vp8Plane plane, int at, int size, int value) {
        for (int row = 0; row < size; row++) {
            int from = at + row * plane.stride;
            Arrays.fill(plane.samples, from, from + size, (byte) value);
        }
    }

    private static int mean(Vp8Plane plane, int x, int y, int size) {
        int at = plane.index(x, y);
        int sum = 0;
        int count = 0;
        if (y > 0) {
            for (int i = 0; i < size; i++) {
                sum += plane.get(at - plane.stride + i);
            }
            count += size;
        }
        if (x > 0) {
            for (int i = 0; i < size; i++) {
                sum += plane.get(at + i * plane.stride - 1);
            }
            count += size;
        }
        return count == 0 ? MIDDLE : (sum + count / 2) / count;
    }

    private static void trueMotion(Vp8Plane plane, int at, int size, int corner) {
        for (int row = 0; row < size; row++) {
            int from = at + row * plane.stride;
            int left = plane.get(from - 1) - corner;
            for (int column = 0; column < size; column++) {
                plane.set(from + column, left + plane.get(at - plane.stride + column));
            }
        }
    }

    /**
     * Predicts a block of 4 x 4.
     *
     * @param edge left samples from bottom to top (0 to 3), corner (4), samples above (5 to 8), above right (9 to 12)
     */
    static void block(Vp8Plane plane, int at, int mode, int[] edge) {
        switch (mode) {
            case B_DC -> {
                int sum = 4;
                for (int i = 0; i < 4; i++) {
                    sum += edge[i] + edge[5 + i];
                }
                fill(plane, at, 4, sum >> 3);
            }
            case B_TRUE_MOTION -> trueMotion(plane, at, 4, edge[4]);
            case B_VERTICAL -> each(plane, at, (x, y) -> around(edge, 5 + x));
            case B_HORIZONTAL ->
                each(plane, at, (x, y) -> y == 3 ? weighted(edge[1], edge[0], edge[0]) : around(edge, 3 - y));
            case B_LEFT_DOWN ->
                each(
                        plane,
                        at,
                        (x, y) -> x + y == 6 ? weighted(edge[11], edge[12], edge[12]) : around(edge, 6 + x + y));
            case B_RIGHT_DOWN -> each(plane, at, (x, y) -> around(edge, 4 + x - y));
            case B_VERTICAL_RIGHT -> each(plane, at, (x, y) -> verticalRight(edge, x, y));
            case B_VERTICAL_LEFT -> each(plane, at, (x, y) -> verticalLeft(edge, x, y));
            case B_HORIZONTAL_DOWN -> each(plane, at, (x, y) -> horizontalDown(edge, x, y));
            default -> each(plane, at, (x, y) -> horizontalUp(edge, x, y));
        }
    }

    private static int verticalRight(int[] edge, int x, int y) {
        int along = 2 * x - y;
        if (along < -1) {
            return around(edge, 5 + along - x);
        }
        if (along == -1) {
            return around(edge, 4);
        }
        int at = 4 + along / 2;
        return along % 2 == 0 ? mean(edge[at], edge[at + 1]) : around(edge, at + 1);
    }

    private static int verticalLeft(int[] edge, int x, int y) {
        if (x == 3 && y >= 2) {
            return around(edge, y == 2 ? 10 : 11);
        }
        int at = 5 + x + y / 2;
        return y % 2 == 0 ? mean(edge[at], edge[at + 1]) : around(edge, at + 1);
    }

    private static int horizontalDown(int[] edge, int x, int y) {
        int along = 2 * y - x;
        if (along < -1) {
            return around(edge, 3 + x - y);
        }
        if (along == -1) {
            return around(edge, 4);
        }
        int at = 3 - along / 2;
        return along % 2 == 0 ? mean(edge[at], edge[at + 1]) : around(edge, at);
    }

    private static int horizontalUp(int[] edge, int x, int y) {
        int along = x + 2 * y;
        if (along > 5) {
            return edge[0];
        }
        if (along == 5) {
            return weighted(edge[1], edge[0], edge[0]);
        }
        int at = 3 - along / 2;
        return along % 2 == 0 ? mean(edge[at], edge[at - 1]) : weighted(edge[at], edge[at - 1], edge[at - 2]);
    }

    private static int around(int[] edge, int at) {
        return weighted(edge[at - 1], edge[at], edge[at + 1]);
    }

    private static int weighted(int a, int b, int c) {
        return (a + 2 * b + c + 2) >> 2;
    }

    private static int mean(int a, int b) {
        return (a + b + 1) >> 1;
    }

    private interface Sample {
        int at(int x, int y);
    }

    private static void each(Vp8Plane plane, int at, Sample sample) {
        for (int y = 0; y < 4; y++) {
            for (int x = 0; x < 4; x++) {
                plane.samples[at + y * plane.stride + x] = (byte) sample.at(x, y);
            }
        }
    }
}
