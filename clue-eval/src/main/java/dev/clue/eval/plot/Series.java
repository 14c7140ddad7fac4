package dev.clue.eval.plot;

import java.util.List;

/**
 * Points that belong together.
 *
 * @param name what the legend calls them; unique in a plot
 * @param points in the order in which a line joins them
 * @param joined how they are joined
 */
public record Series(String name, List<Point> points, Joined joined) {

    /**
     * A point.
     *
     * @param x on the horizontal axis
     * @param y on the vertical axis
     */
    public record Point(double x, double y) {}

    /** How points are joined. */
    public enum Joined {
        /** By straight lines. */
        LINE,
        /** By straight lines, with a mark at each. */
        MARKED_LINE,
        /** Not at all: a mark at each. */
        NOT
    }

    /** Copies the points. */
    public Series {
        points = List.copyOf(points);
    }
}
