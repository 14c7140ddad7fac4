package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MetricPropertyTest {

    private static final double TOLERANCE = 1e-12;

    /** Scores are halves of powers of two, so that ties are common and mapping them is exact. */
    @Provide
    Arbitrary<List<Scored>> items() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, false).injectNull(0.2),
                        Arbitraries.integers().between(0, 64))
                .as((positive, predicted, score) -> new Scored(positive, predicted, score / 64.0))
                .list()
                .ofMaxSize(30);
    }

    @Property
    void everyMetricIsFromZeroToOneOrSaysWhyNot(@ForAll("items") List<Scored> items) {
        for (Metric metric : Metric.values()) {
            switch (metric.of(items)) {
                case Measured.Defined<Double> defined ->
                    assertThat(defined.value()).isBetween(0.0, 1.0);
                case Measured.Undefined<Double> undefined ->
                    assertThat(undefined.reason()).isNotBlank();
            }
        }
    }

    @Property
    void theOrderOfItemsDoesNotMatter(@ForAll("items") List<Scored> items) {
        for (Metric metric : Metric.values()) {
            close(metric.of(items), metric.of(items.reversed()));
        }
    }

    @Property
    void f1IsTheHarmonicMeanOfPrecisionAndRecall(@ForAll("items") List<Scored> items) {
        Confusion confusion = Confusion.of(items);
        confusion
                .precision()
                .optional()
                .ifPresent(precision -> confusion.recall().optional().ifPresent(recall -> {
                    double expected = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
                    assertThat(confusion.f1().optional().orElseThrow()).isCloseTo(expected, within(TOLERANCE));
                }));
    }

    @Property
    void countsAdd(@ForAll("items") List<Scored> some, @ForAll("items") List<Scored> others) {
        List<Scored> all = new java.util.ArrayList<>(some);
        all.addAll(others);
        assertThat(Confusion.sum(List.of(Confusion.of(some), Confusion.of(others))))
                .isEqualTo(Confusion.of(all));
    }

    /** AUC is the Mann-Whitney statistic. */
    @Property
    void theAreaIsTheShareOfPairsInTheRightOrder(@ForAll("items") List<Scored> items) {
        double right = 0;
        int pairs = 0;
        for (Scored positive : items) {
            for (Scored negative : items) {
                if (positive.positive() && !negative.positive()) {
                    pairs++;
                    int order = positive.score().compareTo(negative.score());
                    right += order > 0 ? 1 : order == 0 ? 0.5 : 0;
                }
            }
        }
        if (pairs == 0) {
            assertThat(RocCurve.areaOf(items)).isInstanceOf(Measured.Undefined.class);
        } else {
            assertThat(RocCurve.areaOf(items).optional().orElseThrow()).isCloseTo(right / pairs, within(TOLERANCE));
        }
    }

    @Property
    void theAreaUnderTheDrawnPointsIsTheArea(@ForAll("items") List<Scored> items) {
        RocCurve.of(items).optional().ifPresent(curve -> {
            double area = 0;
            for (int i = 1; i < curve.points().size(); i++) {
                RocCurve.Point from = curve.points().get(i - 1);
                RocCurve.Point to = curve.points().get(i);
                assertThat(to.threshold()).isLessThan(from.threshold());
                area += (to.falsePositiveRate() - from.falsePositiveRate())
                        * (to.truePositiveRate() + from.truePositiveRate())
                        / 2;
            }
            assertThat(curve.area()).isCloseTo(area, within(TOLERANCE));
            assertThat(curve.points().getLast().truePositiveRate()).isEqualTo(1);
            assertThat(curve.points().getLast().falsePositiveRate()).isEqualTo(1);
        });
    }

    @Property
    void ranksAloneMatterToCurves(@ForAll("items") List<Scored> items) {
        List<Scored> squeezed = rescored(items, score -> 0.25 + score / 4);
        close(Metric.ROC_AUC.of(items), Metric.ROC_AUC.of(squeezed));
        close(Metric.AVERAGE_PRECISION.of(items), Metric.AVERAGE_PRECISION.of(squeezed));
    }

    @Property
    void turningTheScoresRoundTurnsTheAreaRound(@ForAll("items") List<Scored> items) {
        Measured<Double> turned = Metric.ROC_AUC.of(rescored(items, score -> 1 - score));
        close(Metric.ROC_AUC.of(items), turned.map(area -> 1 - area));
    }

    @Property
    void leftOutLiesBetweenTheTwoOtherWaysForRecall(@ForAll("items") List<Scored> items) {
        Confusion confusion = Confusion.of(items);
        confusion.recall().optional().ifPresent(recall -> {
            assertThat(confusion
                            .counting(UndecidedCount.AS_POSITIVE)
                            .recall()
                            .optional()
                            .orElseThrow())
                    .isGreaterThanOrEqualTo(recall);
            assertThat(confusion
                            .counting(UndecidedCount.AS_NEGATIVE)
                            .recall()
                            .optional()
                            .orElseThrow())
                    .isLessThanOrEqualTo(recall);
        });
    }

    /** Jensen: what is averaged in a bin before it is squared is at most what is squared before. */
    @Property
    void theSquaredCalibrationErrorIsAtMostTheBrierScore(@ForAll("items") List<Scored> items) {
        Reliability.of(items, 10)
                .optional()
                .ifPresent(reliability -> assertThat(Math.pow(reliability.expectedError(), 2))
                        .isLessThanOrEqualTo(reliability.brier() + TOLERANCE));
    }

    @Property
    void everyScoreIsInItsBin(@ForAll("items") List<Scored> items) {
        for (Scored item : items) {
            List<Reliability.Bin> filled = Reliability.of(List.of(item), 7).optional().orElseThrow().bins().stream()
                    .filter(bin -> bin.items() == 1)
                    .toList();
            assertThat(filled).hasSize(1);
            assertThat(item.score()).isLessThanOrEqualTo(filled.getFirst().high());
            assertThat(item.score() > filled.getFirst().low() || item.score() == 0)
                    .isTrue();
        }
    }

    private static List<Scored> rescored(List<Scored> items, DoubleUnaryOperator mapping) {
        return items.stream()
                .map(item -> new Scored(item.positive(), item.predicted(), mapping.applyAsDouble(item.score())))
                .toList();
    }

    private static void close(Measured<Double> one, Measured<Double> other) {
        assertThat(one.optional().isPresent()).isEqualTo(other.optional().isPresent());
        one.optional()
                .ifPresent(value -> assertThat(value).isCloseTo(other.optional().orElseThrow(), within(TOLERANCE)));
    }
}
