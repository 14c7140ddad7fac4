package dev.clue.image;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The canvas of an animation: transparent at first, then frame over frame. */
final class Canvas implements Pixels {

    private final int width;
    private final int height;
    private final int[] argb;
    private int @Nullable [] before;

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.argb = new int[width * height];
    }

    /** What happens to a frame's rectangle before the next frame is drawn. */
    enum Disposal {
        /** It stays. */
        KEEP,
        /** It becomes transparent. */
        CLEAR,
        /** It becomes what it was before the frame. */
        RESTORE
    }

    /**
     * Draws a frame, of which any part outside the canvas is lost.
     *
     * @param over whether transparency lets the canvas shine through, or replaces it
     * @param disposal what {@link #dispose} is going to do with the frame
     */
    void draw(Pixels frame, int left, int top, boolean over, Disposal disposal) {
        if (disposal == Disposal.RESTORE) {
            before = argb.clone();
        }
        int columns = Math.min(frame.width(), width - left);
        int rows = Math.min(frame.height(), height - top);
        int[] row = new int[frame.width()];
        for (int y = 0; y < rows; y++) {
            frame.row(y, row);
            for (int x = 0; x < columns; x++) {
                int at = (top + y) * width + left + x;
                argb[at] = over ? over(row[x], argb[at]) : row[x];
            }
        }
    }

    /** Prepares the canvas for the next frame. */
    void dispose(int frameWidth, int frameHeight, int left, int top, Disposal disposal) {
        int right = Math.min(width, left + frameWidth);
        int bottom = Math.min(height, top + frameHeight);
        int[] earlier = before;
        for (int y = top; y < bottom && left < right; y++) {
            if (disposal == Disposal.CLEAR) {
                Arrays.fill(argb, y * width + left, y * width + right, 0);
            } else if (disposal == Disposal.RESTORE && earlier != null) {
                System.arraycopy(earlier, y * width + left, argb, y * width + left, right - left);
            }
        }
        before = null;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public void row(int y, int[] row) {
        System.arraycopy(argb, y * width, row, 0, width);
    }

    private static int over(int source, int target) {
        int alpha = source >>> 24;
        if (alpha == 255 || (target >>> 24) == 0) {
            return source;
        }
        if (alpha == 0) {
            return target;
        }
        int rest = (target >>> 24) * (255 - alpha);
        int total = 255 * alpha + rest;
        int red = mix(source >> 16 & 0xff, alpha, target >> 16 & 0xff, rest, total);
        int green = mix(source >> 8 & 0xff, alpha, target >> 8 & 0xff, rest, total);
        int blue = mix(source & 0xff, alpha, target & 0xff, rest, total);
        return (((total + 127) / 255) << 24) | red << 16 | green << 8 | blue;
    }

    private static int mix(int source, int alpha, int target, int rest, int total) {
        return (255 * alpha * source + rest * target + total / 2) / total;
    }
}
