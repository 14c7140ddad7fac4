package dev.clue.image;

/** The inverse transforms of VP8 (RFC 6386, section 14). */
final class Vp8Transform {

    /** sqrt(2) cos(pi/8) - 1 and sqrt(2) sin(pi/8), in 65536ths. */
    private static final int COSINE = 20091;

    private static final int SINE = 35468;

    private Vp8Transform() {}

    /** Spreads the second-order coefficients to the first coefficients of the 16 luma blocks. */
    static void walsh(int[] in, int[] coefficients) {
        int[] columns = new int[16];
        for (int i = 0; i < 4; i++) {
            int a = in[i] + in[12 + i];
            int b = in[4 + i] + in[8 + i];
            int c = in[4 + i] - in[8 + i];
            int d = in[i] - in[12 + i];
            columns[i] = a + b;
            columns[4 + i] = c + d;
            columns[8 + i] = a - b;
            columns[12 + i] = d - c;
        }
        for (int i = 0; i < 16; i += 4) {
            int a = columns[i] + columns[i + 3];
            int b = columns[i + 1] + columns[i + 2];
            int c = columns[i + 1] - columns[i + 2];
            int d = columns[i] - columns[i + 3];
            coefficients[16 * i] = (a + b + 3) >> 3;
            coefficients[16 * (i + 1)] = (c + d + 3) >> 3;
            coefficients[16 * (i + 2)] = (a - b + 3) >> 3;
            coefficients[16 * (i + 3)] = (d - c + 3) >> 3;
        }
    }

    /** Adds a block's difference to its prediction. */
    static void add(int[] coefficients, int from, Vp8Plane plane, int at) {
        int[] rows = new int[16];
        boolean any = false;
        for (int i = 0; i < 4; i++) {
            int c0 = coefficients[from + i];
            int c1 = coefficients[from + 4 + i];
            int c2 = coefficients[from + 8 + i];
            int c3 = coefficients[from + 12 + i];
            any |= (c0 | c1 | c2 | c3) != 0;
            int a = c0 + c2;
            int b = c0 - c2;
            int c = sine(c1) - cosine(c3);
            int d = cosine(c1) + sine(c3);
            rows[i] = a + d;
            rows[4 + i] = b + c;
            rows[8 + i] = b - c;
            rows[12 + i] = a - d;
        }
        if (!any) {
            return;
        }
        for (int y = 0; y < 4; y++) {
            int a = rows[4 * y] + rows[4 * y + 2] + 4;
            int b = rows[4 * y] - rows[4 * y + 2] + 4;
            int c = sine(rows[4 * y + 1]) - cosine(rows[4 * y + 3]);
            int d = cosine(rows[4 * y + 1]) + sine(rows[4 * y + 3]);
            int to = at + y * plane.stride;
            plane.set(to, plane.get(to) + ((a + d) >> 3));
            plane.set(to + 1, plane.get(to + 1) + ((b + c) >> 3));
            plane.set(to + 2, plane.get(to + 2) + ((b - c) >> 3));
            plane.set(to + 3, plane.get(to + 3) + ((a - d) >> 3));
        }
    }

    private static int cosine(int value) {
        return ((value * COSINE) >> 16) + value;
    }

    private static int sine(int value) {
        return (value * SINE) >> 16;
    }
}
