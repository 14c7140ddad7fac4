package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The resamples of a {@link Bootstrap}, as counts: what a metric of counts needs of them. A cluster is counted once,
 * however often it is drawn, and all metrics of the same items share the resamples. Intervals are the very ones that
 * {@link Bootstrap#estimate} and {@link Bootstrap#difference} give.
 */
public final class ResampledCounts {

    private static final int CELLS = 6;

    private final Bootstrap bootstrap;
    private final List<Scored> items;
    private final Confusion all;
    private final List<Confusion> resamples;

    private ResampledCounts(Bootstrap bootstrap, List<Scored> items, List<Confusion> resamples) {
        this.bootstrap = bootstrap;
        this.items = items;
        this.all = Confusion.of(items);
        this.resamples = resamples;
    }

    /**
     * Draws.
     *
     * @param clusters the cluster of each item, in their order
     */
    public static ResampledCounts of(Bootstrap bootstrap, List<Scored> items, List<String> clusters) {
        int[][] members = Bootstrap.clusters(items.size(), clusters);
        int[] counts = new int[members.length * CELLS];
        for (int cluster = 0; cluster < members.length; cluster++) {
            for (int item : members[cluster]) {
                counts[cluster * CELLS + cell(items.get(item))]++;
            }
        }
        SplittableRandom random = new SplittableRandom(bootstrap.seed());
        List<Confusion> resamples = new ArrayList<>(bootstrap.resamples());
        for (int resample = 0; resample < bootstrap.resamples(); resample++) {
            resamples.add(drawn(counts, members.length, random));
        }
        return new ResampledCounts(bootstrap, List.copyOf(items), resamples);
    }

    /** The metric with its interval. Undefined if it is undefined on the items or on every resample. */
    public Measured<Estimate> estimate(Function<Confusion, Measured<Double>> metric) {
        return metric.apply(all)
                .flatMap(value -> bootstrap
                        .interval(resamples.size(), resample -> metric.apply(resamples.get(resample)))
                        .map(range -> new Estimate(value, range)));
    }

    /**
     * The metric of these items minus that of others, which are predictions of the same in the same clusters.
     *
     * @throws IllegalArgumentException if the labels of the two, or their resamples, differ
     */
    public Measured<Estimate> minus(ResampledCounts other, Function<Confusion, Measured<Double>> metric) {
        Pairs.requireSameItems(items, other.items);
        if (!bootstrap.equals(other.bootstrap)) {
            throw new IllegalArgumentException("both must be drawn alike: " + bootstrap + ", " + other.bootstrap);
        }
        return minus(metric, all, other.all)
                .flatMap(value -> bootstrap
                        .interval(
                                resamples.size(),
                                resample -> minus(metric, resamples.get(resample), other.resamples.get(resample)))
                        .map(range -> new Estimate(value, range)));
    }

    private static Measured<Double> minus(
            Function<Confusion, Measured<Double>> metric, Confusion one, Confusion other) {
        return metric.apply(one).flatMap(a -> metric.apply(other).map(b -> a - b));
    }

    private static Confusion drawn(int[] counts, int clusters, SplittableRandom random) {
        int[] sum = new int[CELLS];
        for (int draw = 0; draw < clusters; draw++) {
            int from = random.nextInt(clusters) * CELLS;
            for (int cell = 0; cell < CELLS; cell++) {
                sum[cell] += counts[from + cell];
            }
        }
        return new Confusion(sum[0], sum[1], sum[2], sum[3], sum[4], sum[5]);
    }

    /** Where an item counts, in the order of the components of {@link Confusion}. */
    private static int cell(Scored item) {
        Boolean predicted = item.predicted();
        if (predicted == null) {
            return item.positive() ? 4 : 5;
        }
        return item.positive() ? (predicted ? 0 : 2) : predicted ? 1 : 3;
    }
}
