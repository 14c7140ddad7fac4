package dev.clue.eval.report;

import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.ResampledCounts;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UndecidedCount;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How good predictions of some items are.
 *
 * @param confusion the counts, undecided ones apart
 * @param metrics of the decided items, each with its interval
 * @param points of the decided items, those metrics of which no interval is made
 * @param undecidedAsUnsafe recall, precision, accuracy and F1 if what is undecided counts as predicted unsafe
 * @param undecidedAsSafe the same if it counts as predicted safe
 */
public record Measures(
        Confusion confusion,
        Map<Metric, Measured<Estimate>> metrics,
        Map<Metric, Measured<Double>> points,
        Map<Metric, Measured<Double>> undecidedAsUnsafe,
        Map<Metric, Measured<Double>> undecidedAsSafe) {

    /** What the paper's tables show. */
    public static final List<Metric> DECISIONS = List.of(Metric.RECALL, Metric.PRECISION, Metric.ACCURACY, Metric.F1);

    private static final Set<Metric> WITH_INTERVAL = Set.of(
            Metric.RECALL,
            Metric.PRECISION,
            Metric.ACCURACY,
            Metric.F1,
            Metric.BALANCED_ACCURACY,
            Metric.ROC_AUC,
            Metric.AVERAGE_PRECISION);

    /** Copies the maps. */
    public Measures {
        metrics = copy(metrics);
        points = copy(points);
        undecidedAsUnsafe = copy(undecidedAsUnsafe);
        undecidedAsSafe = copy(undecidedAsSafe);
    }

    /** Every metric. */
    static Measures all(List<Drawn> items, Bootstrap bootstrap) {
        return of(items, bootstrap, List.of(Metric.values()));
    }

    /** Decisions alone: for parts of a set, of which there are many. */
    static Measures decisions(List<Drawn> items, Bootstrap bootstrap) {
        return of(items, bootstrap, DECISIONS);
    }

    private static Measures of(List<Drawn> drawn, Bootstrap bootstrap, List<Metric> wanted) {
        List<Scored> items = Drawn.scored(drawn);
        List<Scored> decided = Drawn.scored(Drawn.decided(drawn));
        List<String> clusters = Drawn.clusters(Drawn.decided(drawn));
        Map<Metric, Measured<Estimate>> metrics = new EnumMap<>(Metric.class);
        Map<Metric, Measured<Double>> points = new EnumMap<>(Metric.class);
        ResampledCounts counts = ResampledCounts.of(bootstrap, decided, clusters);
        for (Metric metric : wanted) {
            if (WITH_INTERVAL.contains(metric)) {
                metrics.put(
                        metric,
                        metric.ofCounts()
                                .map(counts::estimate)
                                .orElseGet(() -> bootstrap.estimate(decided, clusters, metric::of)));
            } else {
                points.put(metric, metric.of(decided));
            }
        }
        return new Measures(
                Confusion.of(items),
                metrics,
                points,
                values(UndecidedCount.AS_POSITIVE.applyTo(items)),
                values(UndecidedCount.AS_NEGATIVE.applyTo(items)));
    }

    private static Map<Metric, Measured<Double>> values(List<Scored> items) {
        Map<Metric, Measured<Double>> values = new EnumMap<>(Metric.class);
        DECISIONS.forEach(metric -> values.put(metric, metric.of(items)));
        return values;
    }

    private static <V> Map<Metric, V> copy(Map<Metric, V> map) {
        Map<Metric, V> copy = new EnumMap<>(Metric.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }
}
