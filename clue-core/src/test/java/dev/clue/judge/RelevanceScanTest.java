package dev.clue.judge;

import static dev.clue.judge.Constitutions.any;
import static dev.clue.judge.Constitutions.constitution;
import static dev.clue.judge.Constitutions.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.constitution.Constitution;
import dev.clue.error.ModelUnavailableException;
import dev.clue.image.RgbImage;
import dev.clue.judge.RelevanceScan.Relevance;
import dev.clue.model.TestImages;
import dev.clue.verdict.Failure;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RelevanceScanTest {

    private static final RgbImage IMAGE = TestImages.plain(1, 2, 3, 4, 4);
    private static final Constitution TWO = constitution(
            rule("fire", any("a fire burns", "smoke is visible")), rule("knife", any("a knife is visible")));

    @Test
    void skipsRulesThatAreFartherThanTheThreshold() {
        StillEncoder encoder = new StillEncoder().at("No fire.", 0.25).at("No knife.", 0.2499);
        List<Relevance> scan = scan(encoder, TWO, Thresholds.PAPER.withRelevance(0.25));
        assertThat(scan).extracting(Relevance::kept).containsExactly(true, false);
        assertThat(scan.get(1).cosine()).isCloseTo(0.2499, within(1e-6));
    }

    @Test
    void withoutAnEncoderEveryRuleIsKept() {
        List<Relevance> scan = new RelevanceScan(TWO, null, Thresholds.PAPER).scan(IMAGE, new Cost());
        assertThat(scan).allSatisfy(relevance -> {
            assertThat(relevance.kept()).isTrue();
            assertThat(relevance.cosine()).isNull();
            assertThat(relevance.failure()).isNull();
        });
    }

    @Test
    void aRuleThatIsCutOffIsAsNearAsItsNearestStatement() {
        StillEncoder encoder = new StillEncoder()
                .longest(8)
                .at("No fire.", 0.1)
                .at("a fire burns", 0.9)
                .at("No knife.", 0.1)
                .at("a knife is visible", 0.05);
        List<Relevance> scan = scan(encoder, TWO, Thresholds.PAPER);
        assertThat(Objects.requireNonNull(scan.get(0).cosine())).isCloseTo(0.1, within(1e-6));
        assertThat(Objects.requireNonNull(scan.get(1).cosine())).isCloseTo(0.1, within(1e-6));

        List<Relevance> cut = scan(encoder.longest(7), TWO, Thresholds.PAPER);
        assertThat(Objects.requireNonNull(cut.get(0).cosine())).isCloseTo(0.9, within(1e-6));
        assertThat(Objects.requireNonNull(cut.get(1).cosine())).isCloseTo(0.1, within(1e-6));
    }

    @Test
    void rulesAreEmbeddedOnceForAllImages() {
        StillEncoder encoder = new StillEncoder();
        RelevanceScan scan = new RelevanceScan(TWO, encoder, Thresholds.PAPER);
        scan.scan(IMAGE, new Cost());
        int once = encoder.textRuns();
        scan.scan(IMAGE, new Cost());
        assertThat(encoder.textRuns()).isEqualTo(once);
    }

    @Test
    void aFailedScanKeepsEveryRuleAndSaysWhy() {
        StillEncoder encoder = new StillEncoder();
        RelevanceScan scan = new RelevanceScan(TWO, encoder, Thresholds.PAPER);
        encoder.failing(new ModelUnavailableException("out of memory; close something"));
        assertThat(scan.scan(IMAGE, new Cost())).allSatisfy(relevance -> {
            assertThat(relevance.kept()).isTrue();
            assertThat(relevance.cosine()).isNull();
            assertThat(Objects.requireNonNull(relevance.failure()).kind()).isEqualTo(Failure.MODEL_UNAVAILABLE);
            assertThat(relevance.failure().message()).contains("relevance scan", "out of memory");
        });
        encoder.failing(null);
        assertThat(scan.scan(IMAGE, new Cost()))
                .allSatisfy(relevance -> assertThat(relevance.failure()).isNull());
    }

    @Test
    void vectorsThatAreNoDirectionsAreAFailure() {
        for (float length : new float[] {Float.NaN, Float.POSITIVE_INFINITY, 1.5f}) {
            StillEncoder encoder =
                    new StillEncoder().imageLength(length).at("No fire.", 1).at("No knife.", 1);
            assertThat(scan(encoder, TWO, Thresholds.PAPER))
                    .allSatisfy(relevance -> assertThat(
                                    Objects.requireNonNull(relevance.failure()).kind())
                            .isEqualTo(Failure.MODEL_UNFIT));
        }
    }

    @Test
    void roundingBeyondOneIsNoFailure() {
        StillEncoder encoder = new StillEncoder().imageLength(1.0001f).at("No fire.", 1);
        assertThat(scan(encoder, TWO, Thresholds.PAPER).getFirst().cosine()).isEqualTo(1);
    }

    private static List<Relevance> scan(StillEncoder encoder, Constitution constitution, Thresholds thresholds) {
        return new RelevanceScan(constitution, encoder, thresholds).scan(IMAGE, new Cost());
    }
}
