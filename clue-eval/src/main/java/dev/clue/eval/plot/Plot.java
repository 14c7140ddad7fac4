package dev.clue.eval.plot;

import java.util.List;

/**
 * A plot of series over two axes.
 *
 * @param id unique in the page: letters, digits and hyphens
 * @param title what it shows, for those who see it and those who do not
 * @param description the same in a sentence or two with its main numbers, for those who do not see it
 * @param x horizontal axis
 * @param y vertical axis
 * @param series what is drawn; the first colours go to the first ones
 * @param diagonal whether the line from (0, 0) to (1, 1) is drawn: chance, or perfect calibration
 */
public record Plot(String id, String title, String description, Axis x, Axis y, List<Series> series, boolean diagonal) {

    /** Series that have a colour and a line of their own; further ones begin again. */
    public static final int COLOURS = 6;

    /**
     * An axis.
     *
     * @param name what it measures, with its unit where it has one
     * @param low where it begins
     * @param high where it ends
     */
    public record Axis(String name, double low, double high) {

        /** @throws IllegalArgumentException if it has no length */
        public Axis {
            if (!(low < high)) {
                throw new IllegalArgumentException(
                        "axis " + name + " must end above its begin, but goes from " + low + " to " + high);
            }
        }

        /** From 0 to 1. */
        public static Axis share(String name) {
            return new Axis(name, 0, 1);
        }
    }

    /**
     * Copies the series.
     *
     * @throws IllegalArgumentException if the id could not stand in a page
     */
    public Plot {
        if (!id.matches("[A-Za-z][A-Za-z0-9-]*")) {
            throw new IllegalArgumentException("a plot's id is letters, digits and hyphens, but is " + id);
        }
        series = List.copyOf(series);
    }
}
