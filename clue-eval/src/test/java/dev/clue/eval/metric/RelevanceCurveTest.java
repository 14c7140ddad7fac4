package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.eval.metric.RelevanceCurve.Scanned;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Expected shares: numpy, see {@link Golden}. */
class RelevanceCurveTest {

    private static final JsonNode GOLDEN = Golden.part("relevance");
    private static final List<Scanned> SCANNED = IntStream.range(
                    0, GOLDEN.get("cosines").size())
            .mapToObj(rule -> new Scanned(
                    GOLDEN.get("cosines").get(rule).asDouble(),
                    GOLDEN.get("violated").get(rule).asInt() == 1))
            .toList();

    @Test
    void keepsAndDropsAsNumpyCounts() {
        RelevanceCurve curve = RelevanceCurve.of(SCANNED).optional().orElseThrow();
        assertThat(curve.rules()).isEqualTo(80);
        for (JsonNode expected : GOLDEN.get("at")) {
            RelevanceCurve.Point point = curve.at(expected.get("t").asDouble());
            assertThat(point.threshold()).isEqualTo(expected.get("t").asDouble());
            assertThat(point.violatedKept()).isCloseTo(expected.get("kept").asDouble(), within(1e-12));
            assertThat(point.dropped()).isCloseTo(expected.get("dropped").asDouble(), within(1e-12));
        }
    }

    @Test
    void aRuleAtTheThresholdIsKept() {
        RelevanceCurve curve = RelevanceCurve.of(
                        List.of(new Scanned(0.1, false), new Scanned(0.2, true), new Scanned(0.3, true)))
                .optional()
                .orElseThrow();
        assertThat(curve.at(0.2).violatedKept()).isEqualTo(1);
        assertThat(curve.at(Math.nextUp(0.2)).violatedKept()).isEqualTo(0.5);
        assertThat(curve.at(0.31)).isEqualTo(new RelevanceCurve.Point(0.31, 0, 1));
    }

    @Test
    void findsTheThresholdThatDropsMost() {
        RelevanceCurve curve = RelevanceCurve.of(SCANNED).optional().orElseThrow();
        for (double share : new double[] {0, 0.5, 0.9, 0.96, 1}) {
            RelevanceCurve.Point best = curve.keeping(share).orElseThrow();
            assertThat(best.violatedKept()).isGreaterThanOrEqualTo(share);
            assertThat(curve.points())
                    .filteredOn(point -> point.dropped() > best.dropped())
                    .allSatisfy(point -> assertThat(point.violatedKept()).isLessThan(share));
        }
        assertThat(curve.keeping(1.1)).isEmpty();
    }

    @Test
    void needsAViolatedRule() {
        assertThat(RelevanceCurve.of(List.of(new Scanned(0.2, false))))
                .isEqualTo(Measured.undefined(
                        "the share of violated rules kept needs a violated rule: none of 1 is violated"));
        assertThatThrownBy(() -> new Scanned(Double.NaN, true)).hasMessageContaining("finite");
    }
}
