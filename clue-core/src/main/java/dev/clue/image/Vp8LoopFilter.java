package dev.clue.image;

/** The deblocking filters of VP8 (RFC 6386, section 15), on planes that are wholly reconstructed. */
final class Vp8LoopFilter {

    private final Vp8Plane luma;
    private final Vp8Plane[] chroma;
    private final boolean simple;
    private final int sharpness;

    Vp8LoopFilter(Vp8Plane luma, Vp8Plane[] chroma, boolean simple, int sharpness) {
        this.luma = luma;
        this.chroma = chroma;
        this.simple = simple;
        this.sharpness = sharpness;
    }

    /**
     * Filters the edges of a macroblock, and between its blocks.
     *
     * @param level from 1 to 63
     * @param inner whether the edges between blocks are filtered too
     */
    void macroblock(int column, int row, int level, boolean inner) {
        int interior = interior(level);
        int blockLimit = 2 * level + interior;
        int edgeLimit = blockLimit + 4;
        int variance = level >= 40 ? 2 : level >= 15 ? 1 : 0;
        edges(luma, 16 * column, 16 * row, 16, edgeLimit, blockLimit, interior, variance, inner);
        if (!simple) {
            for (Vp8Plane plane : chroma) {
                edges(plane, 8 * column, 8 * row, 8, edgeLimit, blockLimit, interior, variance, inner);
            }
        }
    }

    private int interior(int level) {
        int interior = level;
        if (sharpness > 0) {
            interior = Math.min(interior >> (sharpness > 4 ? 2 : 1), 9 - sharpness);
        }
        return Math.max(1, interior);
    }

    private void edges(
            Vp8Plane plane,
            int x,
            int y,
            int size,
            int edgeLimit,
            int blockLimit,
            int interior,
            int variance,
            boolean inner) {
        int at = plane.index(x, y);
        if (x > 0) {
            edge(plane, at, 1, plane.stride, size, edgeLimit, interior, variance, true);
        }
        for (int i = 4; inner && i < size; i += 4) {
            edge(plane, at + i, 1, plane.stride, size, blockLimit, interior, variance, false);
        }
        if (y > 0) {
            edge(plane, at, plane.stride, 1, size, edgeLimit, interior, variance, true);
        }
        for (int i = 4; inner && i < size; i += 4) {
            edge(plane, at + i * plane.stride, plane.stride, 1, size, blockLimit, interior, variance, false);
        }
    }

    /** @param across from one sample to the next across the edge; {@code along} the same along it */
    private void edge(
            Vp8Plane plane,
            int at,
            int across,
            int along,
            int size,
            int limit,
            int interior,
            int variance,
            boolean outer) {
        for (int i = 0; i < size; i++) {
            int q0 = at + i * along;
            if (!differs(plane, q0, across, limit)) {
                if (simple) {
                    common(plane, q0, across, true);
                } else if (isSmooth(plane, q0, across, interior)) {
                    if (isVaried(plane, q0, across, variance)) {
                        common(plane, q0, across, true);
                    } else if (outer) {
                        wide(plane, q0, across);
                    } else {
                        narrow(plane, q0, across);
                    }
                }
            }
        }
    }

    private static boolean differs(Vp8Plane plane, int q0, int step, int limit) {
        int inner = Math.abs(plane.get(q0 - step) - plane.get(q0));
        int outer = Math.abs(plane.get(q0 - 2 * step) - plane.get(q0 + step));
        return 4 * inner + outer > 2 * limit + 1;
    }

    private static boolean isSmooth(Vp8Plane plane, int q0, int step, int interior) {
        for (int i = -4; i < 3; i++) {
            boolean acrossTheEdge = i == -1;
            int difference = Math.abs(plane.get(q0 + i * step) - plane.get(q0 + (i + 1) * step));
            if (!acrossTheEdge && difference > interior) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVaried(Vp8Plane plane, int q0, int step, int variance) {
        return Math.abs(plane.get(q0 - 2 * step) - plane.get(q0 - step)) > variance
                || Math.abs(plane.get(q0 + step) - plane.get(q0)) > variance;
    }

    /** Adjusts the two samples at the edge, and returns by how much the one after it was lowered. */
    private static int common(Vp8Plane plane, int q0, int step, boolean outerTaps) {
        int p0 = q0 - step;
        int difference = 3 * (plane.get(q0) - plane.get(p0));
        if (outerTaps) {
            difference += clamp(plane.get(p0 - step) - plane.get(q0 + step));
        }
        int filter = clamp(difference);
        int lowered = clamp(filter + 4) >> 3;
        int raised = clamp(filter + 3) >> 3;
        plane.set(q0, plane.get(q0) - lowered);
        plane.set(p0, plane.get(p0) + raised);
        return lowered;
    }

    /** Between blocks: four samples. */
    private static void narrow(Vp8Plane plane, int q0, int step) {
        int half = (common(plane, q0, step, false) + 1) >> 1;
        plane.set(q0 + step, plane.get(q0 + step) - half);
        plane.set(q0 - 2 * step, plane.get(q0 - 2 * step) + half);
    }

    /** Between macroblocks: six samples. */
    private static void wide(Vp8Plane plane, int q0, int step) {
        int p0 = q0 - step;
        int filter = clamp(clamp(plane.get(p0 - step) - plane.get(q0 + step)) + 3 * (plane.get(q0) - plane.get(p0)));
        for (int i = 0; i < 3; i++) {
            int change = ((27 - 9 * i) * filter + 63) >> 7;
            plane.set(q0 + i * step, plane.get(q0 + i * step) - change);
            plane.set(p0 - i * step, plane.get(p0 - i * step) + change);
        }
    }

    private static int clamp(int value) {
        return Math.max(-128, Math.min(127, value));
    }
}
