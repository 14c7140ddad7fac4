package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected intervals: numpy on the same resamples, and scipy on its own; see {@link Golden}. */
class BootstrapTest {

    private static final JsonNode GOLDEN = Golden.part("bootstrap");
    private static final Bootstrap BOOTSTRAP = new Bootstrap(
            GOLDEN.get("seed").asLong(),
            GOLDEN.get("resamples").asInt(),
            GOLDEN.get("level").asDouble());
    private static final List<Scored> ONE = Golden.items(GOLDEN.get("labels"), GOLDEN.get("one"));
    private static final List<Scored> OTHER = Golden.items(GOLDEN.get("labels"), GOLDEN.get("other"));
    private static final List<String> CLUSTERS = Golden.strings(GOLDEN.get("clusters"));

    @Test
    void isThePercentileIntervalOfNumpyOnTheSameResamples() {
        equal(BOOTSTRAP.estimate(ONE, Metric.ACCURACY::of), "accuracy");
        equal(BOOTSTRAP.estimate(ONE, Metric.ROC_AUC::of), "roc_auc");
        equal(BOOTSTRAP.estimate(ONE, CLUSTERS, Metric.ACCURACY::of), "accuracy_clustered");
        equal(BOOTSTRAP.difference(ONE, OTHER, Metric.ACCURACY::of), "difference");
        equal(BOOTSTRAP.difference(ONE, OTHER, CLUSTERS, Metric.ROC_AUC::of), "difference_clustered");
    }

    /** Numpy's intervals too, since those of the items are. */
    @Test
    void countsOfResamplesGiveTheIntervalsOfTheItems() {
        for (List<Scored> items : List.of(ONE, OTHER, ONE.subList(0, 3))) {
            List<String> clusters = CLUSTERS.subList(0, items.size());
            ResampledCounts counts = ResampledCounts.of(BOOTSTRAP, items, clusters);
            for (Metric metric : Metric.values()) {
                metric.ofCounts()
                        .ifPresent(ofCounts -> assertThat(counts.estimate(ofCounts))
                                .as(metric.key())
                                .isEqualTo(BOOTSTRAP.estimate(items, clusters, metric::of)));
            }
        }
        ResampledCounts one = ResampledCounts.of(BOOTSTRAP, ONE, CLUSTERS);
        ResampledCounts other = ResampledCounts.of(BOOTSTRAP, OTHER, CLUSTERS);
        assertThat(one.minus(other, Confusion::f1))
                .isEqualTo(BOOTSTRAP.difference(ONE, OTHER, CLUSTERS, Metric.F1::of));
        assertThat(one.minus(other, Confusion::accuracy))
                .isEqualTo(BOOTSTRAP.difference(ONE, OTHER, CLUSTERS, Metric.ACCURACY::of));
    }

    @Test
    void countsOfOtherItemsOrResamplesAreNotSubtracted() {
        ResampledCounts one = ResampledCounts.of(BOOTSTRAP, ONE, CLUSTERS);
        ResampledCounts turned = ResampledCounts.of(
                BOOTSTRAP,
                ONE.stream()
                        .map(item -> new Scored(!item.positive(), item.predicted(), item.score()))
                        .toList(),
                CLUSTERS);
        ResampledCounts others = ResampledCounts.of(new Bootstrap(1, 9, 0.9), ONE, CLUSTERS);
        assertThatThrownBy(() -> one.minus(turned, Confusion::f1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> one.minus(others, Confusion::f1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("drawn alike");
    }

    @Test
    void isNearTheIntervalOfScipyOnOtherResamples() {
        // Steps of accuracy are 1/60; both intervals are random.
        near(new Bootstrap(1, 9999, 0.95).estimate(ONE, Metric.ACCURACY::of), "scipy_accuracy");
        near(new Bootstrap(1, 9999, 0.95).difference(ONE, OTHER, Metric.ACCURACY::of), "scipy_difference");
    }

    @Test
    void aSeedGivesOneIntervalAndAnotherSeedAnother() {
        Measured<Estimate> first = new Bootstrap(1, 200, 0.9).estimate(ONE, Metric.ROC_AUC::of);
        assertThat(new Bootstrap(1, 200, 0.9).estimate(ONE, Metric.ROC_AUC::of)).isEqualTo(first);
        assertThat(new Bootstrap(2, 200, 0.9).estimate(ONE, Metric.ROC_AUC::of)).isNotEqualTo(first);
    }

    /** 95 % intervals of an accuracy of 0.8 from 80 items: 400 draws, so 3 standard errors are 3.3 points. */
    @Test
    void containsTheTruthAboutAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(7);
        long contained = IntStream.range(0, 400)
                .filter(draw -> {
                    List<Scored> items = IntStream.range(0, 80)
                            .mapToObj(item -> new Scored(true, random.nextDouble() < 0.8, null))
                            .toList();
                    return new Bootstrap(draw, 400, 0.95)
                            .estimate(items, Metric.ACCURACY::of)
                            .optional()
                            .orElseThrow()
                            .interval()
                            .contains(0.8);
                })
                .count();
        assertThat(contained / 400.0).isBetween(0.9, 0.985);
    }

    /** Each item twice, its copy in its cluster: as many independent items as before, so as wide an interval. */
    @Test
    void clustersKeepCopiesFromNarrowingTheInterval() {
        List<Scored> twice = IntStream.range(0, 2 * ONE.size())
                .mapToObj(item -> ONE.get(item / 2))
                .toList();
        List<String> pairs = IntStream.range(0, twice.size())
                .mapToObj(item -> "item " + item / 2)
                .toList();
        double single = width(BOOTSTRAP.estimate(ONE, Metric.ACCURACY::of));
        assertThat(width(BOOTSTRAP.estimate(twice, pairs, Metric.ACCURACY::of))).isCloseTo(single, within(1e-12));
        assertThat(width(BOOTSTRAP.estimate(twice, Metric.ACCURACY::of))).isLessThan(0.85 * single);
    }

    @Test
    void aPairedDifferenceOfAMethodAndItselfIsZero() {
        Estimate difference =
                BOOTSTRAP.difference(ONE, ONE, Metric.F1::of).optional().orElseThrow();
        assertThat(difference.value()).isZero();
        assertThat(difference.interval().low()).isZero();
        assertThat(difference.interval().high()).isZero();
    }

    @Test
    void resamplesWithoutAValueAreCounted() {
        List<Scored> onePositive =
                List.of(new Scored(true, true, 0.9), new Scored(false, false, 0.2), new Scored(false, false, 0.1));
        Interval interval = new Bootstrap(3, 1000, 0.95)
                .estimate(onePositive, Metric.ROC_AUC::of)
                .optional()
                .orElseThrow()
                .interval();
        // (2/3)^3 + (1/3)^3 = 1/3 of the resamples have one class.
        assertThat(interval.undefined()).isBetween(280, 390);
        assertThat(interval.resamples() + interval.undefined()).isEqualTo(1000);
    }

    @Test
    void isUndefinedWhereTheMetricIs() {
        assertThat(BOOTSTRAP.estimate(List.of(), Metric.ACCURACY::of))
                .isEqualTo(Measured.undefined("accuracy needs a decided item: there are no items"));
    }

    @Test
    void refusesToCompareDifferentItems() {
        assertThatThrownBy(() -> BOOTSTRAP.difference(ONE, OTHER.subList(1, OTHER.size()), Metric.F1::of))
                .hasMessageContaining("there are 60 of one and 59 of the other");
        List<Scored> swapped = new java.util.ArrayList<>(OTHER);
        Collections.swap(swapped, 4, 5);
        assertThatThrownBy(() -> BOOTSTRAP.difference(ONE, swapped, Metric.F1::of))
                .hasMessageContaining("the labels of item 4");
        assertThatThrownBy(() -> BOOTSTRAP.estimate(ONE, List.of("a"), Metric.F1::of))
                .hasMessageContaining("60 items and 1 clusters");
    }

    @Test
    void refusesParametersOutOfRange() {
        assertThatThrownBy(() -> new Bootstrap(0, 0, 0.95)).hasMessageContaining("at least 1 resample");
        assertThatThrownBy(() -> new Bootstrap(0, 1, 1)).hasMessageContaining("level");
        assertThatThrownBy(() -> new Bootstrap(0, 1, Double.NaN)).hasMessageContaining("level");
    }

    private static double width(Measured<Estimate> estimate) {
        Interval interval = estimate.optional().orElseThrow().interval();
        return interval.high() - interval.low();
    }

    private static void equal(Measured<Estimate> estimate, String name) {
        matches(estimate, name, 1e-12);
    }

    private static void near(Measured<Estimate> estimate, String name) {
        matches(estimate, name, 1.0 / 60 + 1e-12);
    }

    private static void matches(Measured<Estimate> estimate, String name, double tolerance) {
        Interval interval = estimate.optional().orElseThrow().interval();
        assertThat(interval.low()).as(name).isCloseTo(GOLDEN.get(name).get(0).asDouble(), within(tolerance));
        assertThat(interval.high()).as(name).isCloseTo(GOLDEN.get(name).get(1).asDouble(), within(tolerance));
        assertThat(interval.undefined()).isZero();
    }
}
