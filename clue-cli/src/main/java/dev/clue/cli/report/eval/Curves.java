package dev.clue.cli.report.eval;

import dev.clue.cli.report.eval.EvalPage.PlotFigure;
import dev.clue.cli.report.eval.EvalPage.Table;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.PrecisionRecallCurve;
import dev.clue.eval.metric.Reliability;
import dev.clue.eval.metric.RocCurve;
import dev.clue.eval.plot.Plot;
import dev.clue.eval.plot.Series;
import dev.clue.eval.report.RunCurves;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The curves of an evaluation, each with its numbers. */
final class Curves {

    private final List<RunCurves> runs;

    Curves(List<RunCurves> runs) {
        this.runs = runs;
    }

    List<PlotFigure> all() {
        return List.of(roc(), precisionRecall(), reliability());
    }

    private PlotFigure roc() {
        Drawing<RocCurve> drawing = new Drawing<>(RunCurves::roc);
        return drawing.figure(
                "roc",
                "ROC curve",
                "Share of unsafe images found over share of safe images flagged, for every threshold. Area under the"
                        + " curve: ",
                curve -> Numbers.share(curve.area()),
                new Axes("false positive rate (safe images flagged)", "true positive rate (unsafe images found)", true),
                curve -> curve.points().stream()
                        .map(point -> new Series.Point(point.falsePositiveRate(), point.truePositiveRate()))
                        .toList(),
                Series.Joined.LINE,
                List.of("run", "threshold", "false positive rate", "true positive rate"),
                curve -> curve.points().stream()
                        .map(point -> List.of(
                                Double.isInfinite(point.threshold()) ? "above all" : Numbers.share(point.threshold()),
                                Numbers.share(point.falsePositiveRate()),
                                Numbers.share(point.truePositiveRate())))
                        .toList());
    }

    private PlotFigure precisionRecall() {
        Drawing<PrecisionRecallCurve> drawing = new Drawing<>(RunCurves::precisionRecall);
        return drawing.figure(
                "precision-recall",
                "Precision and recall",
                "Share of flagged images that are unsafe over share of unsafe images found, for every threshold."
                        + " Average precision: ",
                curve -> Numbers.share(curve.averagePrecision()),
                new Axes("recall", "precision", false),
                curve -> curve.points().stream()
                        .map(point -> new Series.Point(point.recall(), point.precision()))
                        .toList(),
                Series.Joined.LINE,
                List.of("run", "threshold", "recall", "precision"),
                curve -> curve.points().stream()
                        .map(point -> List.of(
                                Numbers.share(point.threshold()),
                                Numbers.share(point.recall()),
                                Numbers.share(point.precision())))
                        .toList());
    }

    private PlotFigure reliability() {
        Drawing<Reliability> drawing = new Drawing<>(RunCurves::calibration);
        return drawing.figure(
                "reliability",
                "Reliability",
                "Share of images that are unsafe over their mean score, in bins of the score; on the diagonal a score"
                        + " is a probability. Expected calibration error: ",
                calibration -> Numbers.share(calibration.expectedError()),
                new Axes("mean score in the bin", "share that is unsafe", true),
                calibration -> filled(calibration).stream()
                        .map(bin -> new Series.Point(number(bin.meanScore()), number(bin.positiveShare())))
                        .toList(),
                Series.Joined.MARKED_LINE,
                List.of("run", "score", "images", "mean score", "share unsafe"),
                calibration -> filled(calibration).stream()
                        .map(bin -> List.of(
                                Numbers.rounded(bin.low()) + " to " + Numbers.rounded(bin.high()),
                                Numbers.whole(bin.items()),
                                Numbers.share(bin.meanScore()),
                                Numbers.share(bin.positiveShare())))
                        .toList());
    }

    private static List<Reliability.Bin> filled(Reliability calibration) {
        return calibration.bins().stream().filter(bin -> bin.items() > 0).toList();
    }

    private static double number(Measured<Double> ofFilledBin) {
        return ofFilledBin.optional().orElseThrow();
    }

    private record Axes(String x, String y, boolean diagonal) {}

    /** One plot of a curve that every run has, or has a reason not to have. */
    private final class Drawing<C> {

        private final Function<RunCurves, Measured<C>> curveOf;

        Drawing(Function<RunCurves, Measured<C>> curveOf) {
            this.curveOf = curveOf;
        }

        PlotFigure figure(
                String anchor,
                String title,
                String meaning,
                Function<C, String> number,
                Axes axes,
                Function<C, List<Series.Point>> points,
                Series.Joined joined,
                List<String> columns,
                Function<C, List<List<String>>> rows) {
            List<Series> series = new ArrayList<>();
            List<String> notes = new ArrayList<>();
            List<String> numbers = new ArrayList<>();
            List<List<String>> table = new ArrayList<>();
            int undrawn = 0;
            boolean thinned = false;
            for (RunCurves run : runs) {
                switch (curveOf.apply(run)) {
                    case Measured.Undefined<C> undefined ->
                        notes.add(run.method() + " has none: " + undefined.reason());
                    case Measured.Defined<C> defined -> {
                        C curve = defined.value();
                        String name = run.method() + " " + number.apply(curve);
                        numbers.add(name);
                        if (series.size() < Plot.COLOURS) {
                            series.add(new Series(name, points.apply(curve), joined));
                        } else {
                            undrawn++;
                        }
                        List<List<String>> all = rows.apply(curve);
                        List<List<String>> kept = PlotFigures.thinned(all);
                        thinned |= kept.size() < all.size();
                        kept.forEach(row -> table.add(row(run.method(), row)));
                    }
                }
            }
            if (undrawn > 0) {
                notes.add("Drawn are the first " + Plot.COLOURS + " runs that have one; " + undrawn
                        + " more are in the table.");
            }
            if (thinned) {
                notes.add(PlotFigures.THINNED);
            }
            String description = meaning + (numbers.isEmpty() ? "none is defined" : String.join(", ", numbers)) + ".";
            Plot plot = new Plot(
                    anchor,
                    title,
                    description,
                    Plot.Axis.share(axes.x()),
                    Plot.Axis.share(axes.y()),
                    series,
                    axes.diagonal());
            return PlotFigures.of(plot, notes, new Table(title, columns, table, List.of()));
        }

        private static List<String> row(String run, List<String> cells) {
            List<String> row = new ArrayList<>(List.of(run));
            row.addAll(cells);
            return row;
        }
    }
}
