package dev.clue.cli.report.eval;

import dev.clue.cli.report.eval.EvalPage.PlotFigure;
import dev.clue.cli.report.eval.EvalPage.Table;
import dev.clue.eval.method.Methods;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.plot.Plot;
import dev.clue.eval.plot.Series;
import dev.clue.eval.report.MethodReport;
import dev.clue.judge.Thresholds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How good CLUE is over the values of a constant, a figure for each constant that was swept. */
final class Sweeps {

    private static final List<Metric> METRICS = List.of(Metric.F1, Metric.ACCURACY, Metric.RECALL, Metric.PRECISION);
    private static final double MARGIN = 0.05;

    private final List<MethodReport> methods;
    private final Thresholds thresholds;
    private final @Nullable Double relevance;

    /** @param relevance the t in use, or null where there is no encoder */
    Sweeps(List<MethodReport> methods, Thresholds thresholds, @Nullable Double relevance) {
        this.methods = methods;
        this.thresholds = thresholds;
        this.relevance = relevance;
    }

    /** CLUE with one value of a constant. */
    private record At(double value, boolean inUse, MethodReport method) {}

    List<PlotFigure> all() {
        Map<String, List<At>> byConstant = new LinkedHashMap<>();
        for (MethodReport method : methods) {
            Methods.swept(method.method())
                    .ifPresent(swept -> byConstant
                            .computeIfAbsent(swept.constant(), constant -> new ArrayList<>())
                            .add(new At(swept.value(), false, method)));
        }
        List<PlotFigure> figures = new ArrayList<>();
        byConstant.forEach((constant, swept) -> {
            inUse(constant).ifPresent(swept::add);
            swept.sort(Comparator.comparingDouble(At::value));
            figures.add(figure(constant, swept));
        });
        return figures;
    }

    private Optional<At> inUse(String constant) {
        Double value = constant.equals("relevance") ? relevance : thresholds.value(constant);
        return value == null
                ? Optional.empty()
                : methods.stream()
                        .filter(method -> method.method().equals(Methods.CLUE))
                        .findFirst()
                        .map(clue -> new At(value, true, clue));
    }

    private static PlotFigure figure(String constant, List<At> swept) {
        double low = swept.getFirst().value();
        double high = swept.getLast().value();
        List<Series> series = new ArrayList<>();
        if (low < high) {
            for (Metric metric : METRICS) {
                List<Series.Point> points = points(swept, metric);
                if (!points.isEmpty()) {
                    series.add(new Series(name(metric), points, Series.Joined.MARKED_LINE));
                }
            }
            swept.stream()
                    .filter(At::inUse)
                    .findFirst()
                    .ifPresent(used -> series.add(new Series(
                            "as judged: " + number(used.value()),
                            List.of(new Series.Point(used.value(), 0), new Series.Point(used.value(), 1)),
                            Series.Joined.LINE)));
        }
        double margin = low < high ? MARGIN * (high - low) : 1;
        Plot plot = new Plot(
                "sweep-" + constant,
                "Swept: " + constant,
                description(constant, swept),
                new Plot.Axis(constant, low - margin, high + margin),
                Plot.Axis.share("share"),
                series,
                false);
        List<List<String>> rows = swept.stream().map(Sweeps::row).toList();
        return PlotFigures.of(
                plot,
                low < high ? List.of() : List.of("One value makes no curve; give --sweep several."),
                new Table(
                        "CLUE by " + constant,
                        List.of(constant, "F1", "accuracy", "recall", "precision", "F1 minus CLUE"),
                        rows,
                        List.of()));
    }

    private static String description(String constant, List<At> swept) {
        StringBuilder text = new StringBuilder("F1, accuracy, recall and precision of CLUE with ")
                .append(swept.size())
                .append(swept.size() == 1 ? " value of " : " values of ")
                .append(constant)
                .append(", all else as judged.");
        swept.stream()
                .filter(at -> f1(at).isPresent())
                .max(Comparator.comparingDouble(at -> f1(at).orElseThrow()))
                .ifPresent(best -> text.append(" F1 is highest at ")
                        .append(number(best.value()))
                        .append(": ")
                        .append(Numbers.share(f1(best).orElseThrow()))
                        .append('.'));
        swept.stream()
                .filter(at -> at.inUse() && f1(at).isPresent())
                .findFirst()
                .ifPresent(used -> text.append(" As judged, at ")
                        .append(number(used.value()))
                        .append(", it is ")
                        .append(Numbers.share(f1(used).orElseThrow()))
                        .append('.'));
        return text.toString();
    }

    private static Optional<Double> f1(At at) {
        return value(at, Metric.F1);
    }

    private static Optional<Double> value(At at, Metric metric) {
        Measured<Estimate> measured = at.method().image().metrics().get(metric);
        return measured == null ? Optional.empty() : measured.optional().map(Estimate::value);
    }

    private static List<Series.Point> points(List<At> swept, Metric metric) {
        return swept.stream()
                .flatMap(at -> value(at, metric).map(value -> new Series.Point(at.value(), value)).stream())
                .toList();
    }

    private static List<String> row(At at) {
        List<String> row = new ArrayList<>();
        row.add(number(at.value()) + (at.inUse() ? " (as judged)" : ""));
        for (Metric metric : METRICS) {
            Measured<Estimate> measured = at.method().image().metrics().get(metric);
            row.add(
                    measured == null
                            ? Numbers.NONE
                            : measured.optional().map(Numbers::withInterval).orElse(Numbers.NONE));
        }
        MethodReport.Comparison clue = at.method().againstClue();
        row.add(
                clue == null
                        ? Numbers.NONE
                        : clue.f1().optional().map(Numbers::difference).orElse(Numbers.NONE));
        return row;
    }

    private static String name(Metric metric) {
        return metric == Metric.F1 ? "F1" : metric.key();
    }

    /** As many digits as it has, and no more than matter. */
    private static String number(double value) {
        return value == Math.rint(value)
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.4f", value).replaceFirst("0+$", "");
    }
}
