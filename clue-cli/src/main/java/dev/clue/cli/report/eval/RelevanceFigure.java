package dev.clue.cli.report.eval;

import dev.clue.cli.output.Words;
import dev.clue.cli.report.eval.EvalPage.PlotFigure;
import dev.clue.cli.report.eval.EvalPage.Table;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.RelevanceCurve;
import dev.clue.eval.plot.Plot;
import dev.clue.eval.plot.Series;
import dev.clue.eval.report.MethodReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the relevance scan keeps and drops over its threshold t, with the t that was used. */
final class RelevanceFigure {

    private static final String TITLE = "Relevance scan";
    /** A mark at 1 is drawn whole. */
    private static final double HEADROOM = 1.04;

    private static final List<String> COLUMNS = List.of("t", "violated rules kept", "all rules dropped");

    private RelevanceFigure() {}

    /**
     * Of the first method that scans: all scan with the same encoder.
     *
     * @param threshold the t that was used, or null where it is not known
     */
    static Optional<PlotFigure> of(List<MethodReport> methods, @Nullable Double threshold) {
        return methods.stream()
                .filter(method -> method.relevance() != null)
                .findFirst()
                .map(method -> figure(method.method(), method.relevance(), threshold));
    }

    private static PlotFigure figure(
            String method, MethodReport.@Nullable Relevance relevance, @Nullable Double threshold) {
        if (relevance == null) {
            throw new IllegalArgumentException(method + " has no relevance scan");
        }
        return switch (relevance.curve()) {
            case Measured.Undefined<RelevanceCurve> undefined ->
                PlotFigures.of(
                        plot("There is no curve: " + undefined.reason() + ".", List.of()),
                        List.of(),
                        new Table(TITLE, COLUMNS, List.of(), List.of()));
            case Measured.Defined<RelevanceCurve> defined -> drawn(relevance, defined.value(), threshold);
        };
    }

    private static PlotFigure drawn(
            MethodReport.Relevance relevance, RelevanceCurve curve, @Nullable Double threshold) {
        String t = threshold == null ? "as judged" : "as judged, t = " + Numbers.share(threshold);
        double kept = relevance.violatedKept().optional().orElse(0.0);
        List<Series.Point> line = new ArrayList<>();
        line.add(new Series.Point(0, 1));
        corners(curve.points()).forEach(point -> line.add(new Series.Point(point.dropped(), point.violatedKept())));
        line.add(new Series.Point(1, 0));
        String description = "Share of violated rules kept over share of all rules dropped, for every threshold t from"
                + " low to high, left to right: up and right is best. " + Character.toUpperCase(t.charAt(0))
                + t.substring(1) + ": " + Numbers.share(kept) + " of the violated rules kept, "
                + Numbers.share(relevance.dropped()) + " of all rules dropped.";
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(t, Numbers.share(kept), Numbers.share(relevance.dropped())));
        PlotFigures.thinned(curve.points())
                .forEach(point -> rows.add(List.of(
                        Numbers.share(point.threshold()),
                        Numbers.share(point.violatedKept()),
                        Numbers.share(point.dropped()))));
        List<String> notes = new ArrayList<>(List.of(Words.count(curve.rules(), "pair")
                + " of image and labelled rule, " + curve.violated() + " of them violated."));
        if (curve.points().size() > PlotFigures.MOST_ROWS) {
            notes.add(PlotFigures.THINNED);
        }
        return PlotFigures.of(
                plot(
                        description,
                        List.of(
                                new Series("every t", line, Series.Joined.LINE),
                                new Series(
                                        t, List.of(new Series.Point(relevance.dropped(), kept)), Series.Joined.NOT))),
                notes,
                new Table(TITLE, COLUMNS, rows, List.of()));
    }

    /** Points between which the line is level need not be drawn. */
    private static List<RelevanceCurve.Point> corners(List<RelevanceCurve.Point> points) {
        List<RelevanceCurve.Point> corners = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            double kept = points.get(i).violatedKept();
            boolean level = i > 0
                    && i < points.size() - 1
                    && points.get(i - 1).violatedKept() == kept
                    && points.get(i + 1).violatedKept() == kept;
            if (!level) {
                corners.add(points.get(i));
            }
        }
        return corners;
    }

    private static Plot plot(String description, List<Series> series) {
        return new Plot(
                "relevance",
                TITLE,
                description,
                new Plot.Axis("share of all rules dropped", 0, HEADROOM),
                new Plot.Axis("share of violated rules kept", 0, HEADROOM),
                series,
                false);
    }
}
