package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.model.RandomEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {

    private static final RandomEncoder ENCODER = new RandomEncoder(1, 10);

    @Test
    void thePapersConstants() {
        assertThat(Thresholds.PAPER)
                .isEqualTo(new Thresholds("paper", null, 0.3, 0.8, 0.6, 0.05, null, 3, 0.05, 256, 96));
        assertThat(Thresholds.PAPER.smallRegionFor(null)).isEqualTo(0.01);
        assertThat(Thresholds.PAPER.alpha1(0.5)).isEqualTo(-0.15);
        assertThat(Thresholds.PAPER.alpha2(0.5)).isEqualTo(0.4);
    }

    @Test
    void everyConstantCanBeChangedByItsName() {
        assertThat(Thresholds.PAPER
                        .with("relevance", 0.1)
                        .with("alpha1Factor", 0.2)
                        .with("alpha2Factor", 0.3)
                        .with("beta", 0.4)
                        .with("boxConfidence", 0.5)
                        .with("smallRegion", 0.6)
                        .with("cropScale", 7)
                        .with("answerMass", 0.8)
                        .with("reasoningTokens", 9)
                        .with("summaryTokens", 10))
                .isEqualTo(new Thresholds("custom", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 7, 0.8, 9, 10));
    }

    @Test
    void everyConstantCanBeReadByItsName() {
        for (String name : Thresholds.NAMES) {
            assertThat(Thresholds.PAPER.with(name, 1).value(name)).as(name).isEqualTo(1);
        }
        assertThat(Thresholds.PAPER.value("relevance")).isNull();
        assertThat(Thresholds.PAPER.value("beta")).isEqualTo(0.6);
        assertThatThrownBy(() -> Thresholds.PAPER.value("gamma")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aDetectorsOwnSmallRegionIsFilledInUnderTheSameName() {
        TableDetector detector = new TableDetector().looksCloserBelow(0.03);
        assertThat(Thresholds.PAPER.withSmallRegionOf(detector))
                .isEqualTo(new Thresholds("paper", null, 0.3, 0.8, 0.6, 0.05, 0.03, 3, 0.05, 256, 96));
        Thresholds chosen = Thresholds.PAPER.with("smallRegion", 0.2);
        assertThat(chosen.withSmallRegionOf(detector)).isEqualTo(chosen);
    }

    @Test
    void theRelevanceThresholdIsTheOneSetElseTheEncodersElseThePapers() {
        assertThat(Thresholds.PAPER.withRelevance(0.3).relevanceFor(ENCODER)).isEqualTo(0.3);
        assertThat(Thresholds.PAPER.relevanceFor(ENCODER)).isEqualTo(0.1);
        assertThat(Thresholds.PAPER.relevanceFor(new StillEncoder())).isEqualTo(0.22);
    }

    @ParameterizedTest
    @CsvSource({
        "relevance, 1.01",
        "relevance, NaN",
        "alpha1Factor, -0.01",
        "alpha2Factor, 1.01",
        "beta, NaN",
        "boxConfidence, -1",
        "smallRegion, 2",
        "cropScale, 0.99",
        "answerMass, 1.5",
        "reasoningTokens, 0",
        "reasoningTokens, 1.5",
        "summaryTokens, 0",
        "summaryTokens, Infinity",
    })
    void aConstantOutOfRangeIsNamed(String name, double value) {
        assertThatThrownBy(() -> Thresholds.PAPER.with(name, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("threshold " + name);
    }

    @Test
    void anUnknownConstantIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> Thresholds.PAPER.with("gamma", 1))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("gamma")
                .hasMessageContaining("alpha1Factor");
    }
}
