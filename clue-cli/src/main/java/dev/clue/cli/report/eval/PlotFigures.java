package dev.clue.cli.report.eval;

import dev.clue.cli.report.eval.EvalPage.PlotFigure;
import dev.clue.cli.report.eval.EvalPage.Table;
import dev.clue.eval.plot.FontsMissingException;
import dev.clue.eval.plot.Plot;
import dev.clue.eval.plot.SvgPlot;
import java.util.ArrayList;
import java.util.List;

/** Plots with their words and numbers. */
final class PlotFigures {

    /** Rows of a table of numbers, at most: a curve has as many points as there are scores. */
    static final int MOST_ROWS = 21;

    /** What is said where a curve has more. */
    static final String THINNED = "The table has " + MOST_ROWS + " points of a longer curve; report.json has all.";

    private PlotFigures() {}

    /**
     * A plot under its description; where nothing can be drawn, what is to be said of it.
     *
     * @param notes what is to be said beside the description
     */
    static PlotFigure of(Plot plot, List<String> notes, Table numbers) {
        List<String> all = new ArrayList<>(List.of(plot.description()));
        all.addAll(notes);
        return new PlotFigure(plot.id(), plot.title(), svg(plot, all), all, numbers);
    }

    private static String svg(Plot plot, List<String> notes) {
        if (plot.series().isEmpty()) {
            return "";
        }
        try {
            return SvgPlot.of(plot);
        } catch (FontsMissingException e) {
            notes.add(e.getMessage());
            return "";
        }
    }

    /** First and last, and as many between as there is room for, evenly. */
    static <T> List<T> thinned(List<T> rows) {
        if (rows.size() <= MOST_ROWS) {
            return rows;
        }
        List<T> kept = new ArrayList<>();
        for (int row = 0; row < MOST_ROWS; row++) {
            kept.add(rows.get((int) ((long) row * (rows.size() - 1) / (MOST_ROWS - 1))));
        }
        return kept;
    }
}
