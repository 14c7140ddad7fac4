package dev.clue.image;

import dev.clue.image.Vp8Header.Quantizer;
import java.util.Arrays;

/** Reads the coefficients of macroblocks (RFC 6386, section 13), in the order of the image. */
final class Vp8Tokens {

    /** 16 blocks of luma, 4 of each chroma. */
    static final int BLOCKS = 24;

    static final int COEFFICIENTS = 16;

    private static final int LUMA_AFTER_SECOND = 0;
    private static final int SECOND = 1;
    private static final int CHROMA = 2;
    private static final int LUMA = 3;
    private static final int NODES = 11;
    private static final int BAND_SIZE = 3 * NODES;
    private static final int TYPE_SIZE = 8 * BAND_SIZE;
    private static final int[] BANDS = {0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0};
    private static final int[] ZIGZAG = {0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15};
    private static final int[][] CATEGORIES = {
        {173, 148, 140},
        {176, 155, 140, 135},
        {180, 157, 141, 134, 130},
        {254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}
    };

    private final int[] probabilities;

    /** Whether the block above had coefficients: four columns of luma, two and two of chroma, one of second order. */
    private final boolean[][] above;

    private final boolean[] left = new boolean[9];

    /** The dequantised coefficients of the macroblock, block after block. */
    final int[] coefficients = new int[BLOCKS * COEFFICIENTS];

    private final int[] second = new int[COEFFICIENTS];

    Vp8Tokens(int[] probabilities, int columns) {
        this.probabilities = probabilities;
        this.above = new boolean[columns][9];
    }

    void startRow() {
        Arrays.fill(left, false);
    }

    /** A macroblock without coefficients. */
    void skip(int column, boolean hasSecond) {
        int kept = hasSecond ? 9 : 8;
        Arrays.fill(above[column], 0, kept, false);
        Arrays.fill(left, 0, kept, false);
        Arrays.fill(coefficients, 0);
    }

    /**
     * Reads the coefficients of a macroblock.
     *
     * @param hasSecond whether the luma blocks' first coefficients are coded together
     * @return whether any is not zero
     */
    boolean read(Vp8Bool in, int column, boolean hasSecond, Quantizer quantizer) {
        Arrays.fill(coefficients, 0);
        boolean[] top = above[column];
        boolean any = false;
        int first = 0;
        int type = LUMA;
        if (hasSecond) {
            Arrays.fill(second, 0);
            int end = block(
                    in, SECOND, context(top[8], left[8]), 0, quantizer.secondDc(), quantizer.secondAc(), second, 0);
            top[8] = end > 0;
            left[8] = end > 0;
            if (end > 0) {
                Vp8Transform.walsh(second, coefficients);
            }
            first = 1;
            type = LUMA_AFTER_SECOND;
        }
        for (int i = 0; i < 16; i++) {
            int x = i & 3;
            int y = i >> 2;
            int at = i * COEFFICIENTS;
            int end = block(
                    in,
                    type,
                    context(top[x], left[y]),
                    first,
                    quantizer.lumaDc(),
                    quantizer.lumaAc(),
                    coefficients,
                    at);
            top[x] = end > first;
            left[y] = end > first;
            any |= end > 1 || coefficients[at] != 0;
        }
        for (int i = 16; i < BLOCKS; i++) {
            int plane = (i - 16) / 4;
            int x = 4 + 2 * plane + (i & 1);
            int y = 4 + 2 * plane + (i >> 1 & 1);
            int at = i * COEFFICIENTS;
            int end = block(
                    in,
                    CHROMA,
                    context(top[x], left[y]),
                    0,
                    quantizer.chromaDc(),
                    quantizer.chromaAc(),
                    coefficients,
                    at);
            top[x] = end > 0;
            left[y] = end > 0;
            any |= end > 1 || coefficients[at] != 0;
        }
        return any;
    }

    private static int context(boolean above, boolean left) {
        return (above ? 1 : 0) + (left ? 1 : 0);
    }

    /** Reads a block; returns where its coefficients end. */
    private int block(Vp8Bool in, int type, int context, int first, int dc, int ac, int[] out, int at) {
        int p = node(type, first, context);
        int n = first;
        while (n < COEFFICIENTS) {
            if (in.bit(probabilities[p]) == 0) {
                return n;
            }
            while (in.bit(probabilities[p + 1]) == 0) {
                n++;
                if (n == COEFFICIENTS) {
                    return COEFFICIENTS;
                }
                p = node(type, n, 0);
            }
            int value = in.bit(probabilities[p + 2]) == 0 ? 1 : large(in, p);
            int next = node(type, n + 1, value == 1 ? 1 : 2);
            int signed = in.flag() ? -value : value;
            out[at + ZIGZAG[n]] = signed * (n == 0 ? dc : ac);
            n++;
            p = next;
        }
        return COEFFICIENTS;
    }

    private static int node(int type, int n, int context) {
        return type * TYPE_SIZE + BANDS[n] * BAND_SIZE + context * NODES;
    }

    private int large(Vp8Bool in, int p) {
        if (in.bit(probabilities[p + 3]) == 0) {
            return in.bit(probabilities[p + 4]) == 0 ? 2 : 3 + in.bit(probabilities[p + 5]);
        }
        if (in.bit(probabilities[p + 6]) == 0) {
            if (in.bit(probabilities[p + 7]) == 0) {
                return 5 + in.bit(159);
            }
            int high = in.bit(165);
            return 7 + 2 * high + in.bit(145);
        }
        int high = in.bit(probabilities[p + 8]);
        int category = 2 * high + in.bit(probabilities[p + 9 + high]);
        int extra = 0;
        for (int probability : CATEGORIES[category]) {
            extra = 2 * extra + in.bit(probability);
        }
        return 3 + (8 << category) + extra;
    }
}
