package dev.clue.image;

import java.util.Arrays;

/** A VP8 key frame (RFC 6386), decoded to planes of luma and chroma. */
final class Vp8Frame {

    private static final int MB = 16;
    private static final int BLOCK_MODES = 10;
    private static final int MODE_NODES = 9;

    /** The tree of block modes: a mode as its complement, or the next node. */
    private static final int[] BLOCK_MODE_TREE = {~0, 2, ~1, 4, ~2, 6, 8, 12, ~3, 10, ~5, ~6, ~4, 14, ~7, 16, ~8, ~9};

    final Vp8Plane luma;
    final Vp8Plane[] chroma;

    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final Vp8Tokens tokens;

    /** Modes of the blocks above the row at hand, and at the left of the macroblock at hand. */
    private final int[] modesAbove;

    private final int[] modesLeft = new int[4];
    private final int[] modes = new int[16];
    private final int[] edge = new int[13];
    private final byte[] levels;
    private final boolean[] filtersInner;

    private Vp8Frame(ByteReader in, int width, int height) {
        header = new Vp8Header(in);
        columns = (width + MB - 1) / MB;
        rows = (height + MB - 1) / MB;
        luma = new Vp8Plane(MB * columns, MB * rows);
        chroma = new Vp8Plane[] {
            new Vp8Plane(MB / 2 * columns, MB / 2 * rows), new Vp8Plane(MB / 2 * columns, MB / 2 * rows)
        };
        tokens = new Vp8Tokens(header.probabilities, columns);
        modesAbove = new int[4 * columns];
        levels = new byte[columns * rows];
        filtersInner = new boolean[columns * rows];
    }

    static Vp8Frame decode(ByteReader in, int width, int height) {
        Vp8Frame frame = new Vp8Frame(in, width, height);
        for (int row = 0; row < frame.rows; row++) {
            frame.tokens.startRow();
            Arrays.fill(frame.modesLeft, Vp8Prediction.B_DC);
            for (int column = 0; column < frame.columns; column++) {
                frame.macroblock(column, row);
            }
        }
        frame.filter();
        return frame;
    }

    private void macroblock(int column, int row) {
        Vp8Bool in = header.modes;
        int segment = 0;
        if (header.updatesSegments) {
            int[] p = header.segmentProbabilities;
            segment = in.bit(p[0]) == 0 ? in.bit(p[1]) : 2 + in.bit(p[2]);
        }
        boolean skipped = header.skipProbability >= 0 && in.bit(header.skipProbability) == 1;
        int lumaMode = lumaMode(in);
        boolean byBlocks = lumaMode == Vp8Prediction.BY_BLOCKS;
        blockModes(in, column, lumaMode);
        int chromaMode = chromaMode(in);
        boolean any = false;
        if (skipped) {
            tokens.skip(column, !byBlocks);
        } else {
            Vp8Bool partition = header.tokens[row & header.tokens.length - 1];
            any = tokens.read(partition, column, !byBlocks, header.quantizers[segment]);
        }
        if (byBlocks) {
            reconstructBlocks(column, row);
        } else {
            Vp8Prediction.square(luma, MB * column, MB * row, MB, lumaMode);
            for (int i = 0; i < 16; i++) {
                int at = luma.index(MB * column + 4 * (i & 3), MB * row + 4 * (i >> 2));
                Vp8Transform.add(tokens.coefficients, 16 * i, luma, at);
            }
        }
        reconstructChroma(column, row, chromaMode);
        int index = row * columns + column;
        levels[index] = (byte) header.filterLevel(segment, byBlocks);
        filtersInner[index] = byBlocks || any;
    }

    private static int lumaMode(Vp8Bool in) {
        if (in.bit(145) == 0) {
            return Vp8Prediction.BY_BLOCKS;
        }
        if (in.bit(156) == 0) {
            return in.bit(163) == 0 ? Vp8Prediction.DC : Vp8Prediction.VERTICAL;
        }
        return in.bit(128) == 0 ? Vp8Prediction.HORIZONTAL : Vp8Prediction.TRUE_MOTION;
    }

    private static int chromaMode(Vp8Bool in) {
        if (in.bit(142) == 0) {
            return Vp8Prediction.DC;
        }
        if (in.bit(114) == 0) {
            return Vp8Prediction.VERTICAL;
        }
        return in.bit(183) == 0 ? Vp8Prediction.HORIZONTAL : Vp8Prediction.TRUE_MOTION;
    }

    private void blockModes(Vp8Bool in, int column, int lumaMode) {
        int implied = switch (lumaMode) {
            case Vp8Prediction.VERTICAL -> Vp8Prediction.B_VERTICAL;
            case Vp8Prediction.HORIZONTAL -> Vp8Prediction.B_HORIZONTAL;
            case Vp8Prediction.TRUE_MOTION -> Vp8Prediction.B_TRUE_MOTION;
            default -> Vp8Prediction.B_DC;
        };
        for (int i = 0; i < 16; i++) {
            int x = 4 * column + (i & 3);
            int y = i >> 2;
            int mode = implied;
            if (lumaMode == Vp8Prediction.BY_BLOCKS) {
                mode = blockMode(in, (modesAbove[x] * BLOCK_MODES + modesLeft[y]) * MODE_NODES);
            }
            modes[i] = mode;
            modesAbove[x] = mode;
            modesLeft[y] = mode;
        }
    }

    private static int blockMode(Vp8Bool in, int probabilities) {
        int node = 0;
        while (node >= 0) {
            int bit = in.bit(WebpTables.BLOCK_MODE_PROBABILITIES[probabilities + (node >> 1)]);
            node = BLOCK_MODE_TREE[node + bit];
        }
        return ~node;
    }

    private void reconstructBlocks(int column, int row) {
        for (int i = 0; i < 16; i++) {
            int x = MB * column + 4 * (i & 3);
            int y = MB * row + 4 * (i >> 2);
            int at = luma.index(x, y);
            for (int k = 0; k < 4; k++) {
                edge[k] = luma.get(at + (3 - k) * luma.stride - 1);
                edge[5 + k] = luma.get(at - luma.stride + k);
            }
            edge[4] = luma.get(at - luma.stride - 1);
            aboveRight(column, row, i, at);
            Vp8Prediction.block(luma, at, modes[i], edge);
            Vp8Transform.add(tokens.coefficients, 16 * i, luma, at);
        }
    }

    /** At the right of a macroblock, all rows of blocks take the samples above the next macroblock. */
    private void aboveRight(int column, int row, int block, int at) {
        boolean lastInRow = (block & 3) == 3;
        int from = at - luma.stride + 4;
        if (lastInRow) {
            from = luma.index(MB * (column + 1), MB * row - 1);
        }
        boolean beyond = lastInRow && column == columns - 1 && row > 0;
        for (int k = 0; k < 4; k++) {
            edge[9 + k] = row == 0 && (lastInRow || block < 4)
                    ? 127
                    : beyond ? luma.get(luma.index(MB * columns - 1, MB * row - 1)) : luma.get(from + k);
        }
    }

    private void reconstructChroma(int column, int row, int mode) {
        for (int plane = 0; plane < 2; plane++) {
            Vp8Plane samples = chroma[plane];
            Vp8Prediction.square(samples, 8 * column, 8 * row, 8, mode);
            for (int i = 0; i < 4; i++) {
                int at = samples.index(8 * column + 4 * (i & 1), 8 * row + 4 * (i >> 1));
                Vp8Transform.add(tokens.coefficients, 16 * (16 + 4 * plane + i), samples, at);
            }
        }
    }

    private void filter() {
        Vp8LoopFilter filter = new Vp8LoopFilter(luma, chroma, header.simpleFilter, header.sharpness);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int index = row * columns + column;
                if (levels[index] > 0) {
                    filter.macroblock(column, row, levels[index], filtersInner[index]);
                }
            }
        }
    }
}
