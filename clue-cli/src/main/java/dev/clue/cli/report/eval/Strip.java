package dev.clue.cli.report.eval;

import dev.clue.eval.report.StatementFigures;
import java.util.ArrayList;
import java.util.List;

/**
 * The distribution of d for one statement: d goes from -1 to 1, left to right; images of which the statement is true are
 * counted upwards, those of which it is false downwards, in bins. The part between alpha1 and alpha2 decides nothing.
 *
 * @param holding columns upwards
 * @param failing columns downwards
 * @param unsureFrom where alpha1 is
 * @param unsureTo where alpha2 is
 */
public record Strip(List<Column> holding, List<Column> failing, double unsureFrom, double unsureTo) {

    /** Length of the drawing. */
    public static final int WIDTH = 200;

    /** Height of the drawing. */
    public static final int HEIGHT = 40;

    /** Where d is counted from, upwards and downwards. */
    public static final int MIDDLE = HEIGHT / 2;

    private static final int BINS = 40;
    private static final double BIN = (double) WIDTH / BINS;

    /**
     * The images of a bin.
     *
     * @param x where it begins
     * @param y where it begins, from above
     * @param height how many, beside the largest bin
     */
    public record Column(double x, double y, double height) {

        /** Every bin is as wide. */
        public double width() {
            return BIN;
        }
    }

    /** Copies the columns. */
    public Strip {
        holding = List.copyOf(holding);
        failing = List.copyOf(failing);
    }

    /** The unlabelled are drawn neither up nor down: there is nothing to say about them. */
    static Strip of(StatementFigures figures) {
        int[] up = counts(figures.holding());
        int[] down = counts(figures.failing());
        int most = 1;
        for (int bin = 0; bin < BINS; bin++) {
            most = Math.max(most, Math.max(up[bin], down[bin]));
        }
        List<Column> holding = new ArrayList<>();
        List<Column> failing = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            if (up[bin] > 0) {
                double height = height(up[bin], most);
                holding.add(new Column(bin * BIN, MIDDLE - height, height));
            }
            if (down[bin] > 0) {
                failing.add(new Column(bin * BIN, MIDDLE, height(down[bin], most)));
            }
        }
        return new Strip(holding, failing, at(figures.alpha1()), at(figures.alpha2()));
    }

    /** How wide the part is that decides nothing. */
    public double unsureWidth() {
        return unsureTo - unsureFrom;
    }

    private static int[] counts(List<Double> scores) {
        int[] counts = new int[BINS];
        for (double d : scores) {
            counts[Math.clamp((long) Math.floor((d + 1) / 2 * BINS), 0, BINS - 1)]++;
        }
        return counts;
    }

    /** A single image can be seen beside hundreds: the root, not the number. */
    private static double height(int count, int most) {
        return Math.round(Math.sqrt((double) count / most) * MIDDLE * 10) / 10.0;
    }

    private static double at(double d) {
        return Math.round((d + 1) / 2 * WIDTH * 10) / 10.0;
    }
}
