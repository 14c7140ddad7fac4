package dev.clue.image;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.IntFunction;

/** The canvas of an animation: transparent at first, then frame over frame. */
final class Canvas implements Pixels {

    private final int width;
    private final int height;
    private final int[] argb;

    private Canvas(int width, int height) {
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
     * A frame, of which any part outside the canvas is lost.
     *
     * @param over whether transparency lets the canvas shine through, or replaces it
     */
    record Step(Pixels pixels, int left, int top, boolean over, Disposal disposal) {}

    /**
     * Shows an animation frame by frame as a viewer would.
     *
     * @param steps decodes the frame of an index from 0, when it is its turn
     */
    static Iterator<RgbImage> show(int width, int height, Orientation orientation, int count, IntFunction<Step> steps) {
        Canvas canvas = new Canvas(width, height);
        // Not a stream's iterator: that one would decode in hasNext.
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public RgbImage next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return canvas.show(steps.apply(next++), orientation);
            }
        };
    }

    private RgbImage show(Step step, Orientation orientation) {
        int[] before = step.disposal() == Disposal.RESTORE ? argb.clone() : argb;
        draw(step);
        RgbImage image = flatten(orientation);
        dispose(step, before);
        return image;
    }

    private void draw(Step step) {
        Pixels frame = step.pixels();
        int columns = Math.min(frame.width(), width - step.left());
        int rows = Math.min(frame.height(), height - step.top());
        int[] row = new int[frame.width()];
        for (int y = 0; y < rows; y++) {
            frame.row(y, row);
            for (int x = 0; x < columns; x++) {
                int at = (step.top() + y) * width + step.left() + x;
                argb[at] = step.over() ? over(row[x], argb[at]) : row[x];
            }
        }
    }

    private void dispose(Step step, int[] before) {
        int right = Math.min(width, step.left() + step.pixels().width());
        int bottom = Math.min(height, step.top() + step.pixels().height());
        for (int y = step.top(); y < bottom && step.left() < right; y++) {
            int from = y * width + step.left();
            switch (step.disposal()) {
                case KEEP -> {}
                case CLEAR -> Arrays.fill(argb, from, y * width + right, 0);
                case RESTORE -> System.arraycopy(before, from, argb, from, right - step.left());
            }
        }
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
