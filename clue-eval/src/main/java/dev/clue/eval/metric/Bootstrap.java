package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Percentile bootstrap intervals: items are drawn with replacement, as many as there are, and the metric is measured
 * again, many times; the interval lies between two percentiles of what came out. The same seed and items give the same
 * interval.
 *
 * <p>Items that are not independent, such as the two images of a minimal pair, are drawn together: name the cluster of
 * each.
 *
 * @param seed where the random numbers begin
 * @param resamples how many times to draw, at least 1
 * @param level the share of such intervals that shall contain the true number, above 0 and below 1
 */
public record Bootstrap(long seed, int resamples, double level) {

    /** 2,000 resamples, 95 %. */
    public static final Bootstrap USUAL = new Bootstrap(0, 2000, 0.95);

    /** @throws IllegalArgumentException if a component is out of its range */
    public Bootstrap {
        if (resamples < 1) {
            throw new IllegalArgumentException("there must be at least 1 resample, but asked for were " + resamples);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level must be above 0 and below 1, but is " + level);
        }
    }

    /** The metric of independent items. Undefined if it is undefined on the items or on every resample. */
    public <T> Measured<Estimate> estimate(List<T> items, Function<? super List<T>, Measured<Double>> metric) {
        return resample(singles(items.size()), indexes -> metric.apply(drawn(items, indexes)));
    }

    /**
     * The metric of items in clusters.
     *
     * @param clusters the cluster of each item, in their order
     */
    public <T> Measured<Estimate> estimate(
            List<T> items, List<String> clusters, Function<? super List<T>, Measured<Double>> metric) {
        return resample(clusters(items.size(), clusters), indexes -> metric.apply(drawn(items, indexes)));
    }

    /**
     * The metric of one method minus that of another on the same independent items: both are measured on the same
     * resamples, so what is hard for both does not widen the interval.
     *
     * @throws IllegalArgumentException if the labels of the two differ
     */
    public Measured<Estimate> difference(
            List<Scored> one, List<Scored> other, Function<? super List<Scored>, Measured<Double>> metric) {
        Pairs.requireSameItems(one, other);
        return resample(singles(one.size()), indexes -> minus(metric, drawn(one, indexes), drawn(other, indexes)));
    }

    /**
     * The same on items in clusters.
     *
     * @param clusters the cluster of each item, in their order
     * @throws IllegalArgumentException if the labels of the two differ
     */
    public Measured<Estimate> difference(
            List<Scored> one,
            List<Scored> other,
            List<String> clusters,
            Function<? super List<Scored>, Measured<Double>> metric) {
        Pairs.requireSameItems(one, other);
        return resample(
                clusters(one.size(), clusters), indexes -> minus(metric, drawn(one, indexes), drawn(other, indexes)));
    }

    private static Measured<Double> minus(
            Function<? super List<Scored>, Measured<Double>> metric, List<Scored> one, List<Scored> other) {
        return metric.apply(one).flatMap(a -> metric.apply(other).map(b -> a - b));
    }

    private Measured<Estimate> resample(int[][] clusters, Function<int[], Measured<Double>> metric) {
        int[] all = Arrays.stream(clusters).flatMapToInt(Arrays::stream).toArray();
        return metric.apply(all).flatMap(value -> interval(clusters, metric).map(range -> new Estimate(value, range)));
    }

    private Measured<Interval> interval(int[][] clusters, Function<int[], Measured<Double>> metric) {
        SplittableRandom random = new SplittableRandom(seed);
        return interval(resamples, resample -> metric.apply(drawn(clusters, random)));
    }

    /**
     * The interval of a metric of resamples.
     *
     * @param measured the metric of each, by its number; asked in their order
     */
    Measured<Interval> interval(int count, IntFunction<Measured<Double>> measured) {
        double[] values = new double[count];
        int defined = 0;
        for (int resample = 0; resample < count; resample++) {
            if (measured.apply(resample) instanceof Measured.Defined<Double> value) {
                values[defined++] = value.value();
            }
        }
        if (defined == 0) {
            return Measured.undefined(
                    "an interval needs resamples on which the metric is defined: of " + count + " there is none");
        }
        double[] sorted = Arrays.copyOf(values, defined);
        Arrays.sort(sorted);
        double tail = (1 - level) / 2;
        return Measured.of(
                new Interval(quantile(sorted, tail), quantile(sorted, 1 - tail), level, defined, count - defined));
    }

    /** Linear between the two nearest values: numpy's default, type 7 of Hyndman and Fan. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) Math.floor(place);
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static int[][] singles(int items) {
        return IntStream.range(0, items).mapToObj(item -> new int[] {item}).toArray(int[][]::new);
    }

    static int[][] clusters(int items, List<String> clusters) {
        if (clusters.size() != items) {
            throw new IllegalArgumentException(
                    "each item needs a cluster: there are " + items + " items and " + clusters.size() + " clusters");
        }
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int item = 0; item < items; item++) {
            members.computeIfAbsent(clusters.get(item), name -> new ArrayList<>())
                    .add(item);
        }
        return members.values().stream()
                .map(cluster -> cluster.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    /** As many clusters as there are, each drawn from all; the items in them. */
    private static int[] drawn(int[][] clusters, SplittableRandom random) {
        int[][] drawn = new int[clusters.length][];
        int size = 0;
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = clusters[random.nextInt(clusters.length)];
            size += drawn[i].length;
        }
        int[] items = new int[size];
        int end = 0;
        for (int[] cluster : drawn) {
            System.arraycopy(cluster, 0, items, end, cluster.length);
            end += cluster.length;
        }
        return items;
    }

    private static <T> List<T> drawn(List<T> items, int[] indexes) {
        List<T> drawn = new ArrayList<>(indexes.length);
        for (int index : indexes) {
            drawn.add(items.get(index));
        }
        return drawn;
    }
}
