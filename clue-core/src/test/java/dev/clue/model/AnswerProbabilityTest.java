package dev.clue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clue.error.ModelUnfitException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerProbabilityTest {

    @Test
    void theScoreIsTheShareOfYes() {
        assertThat(new AnswerProbability(0.3, 0.1).score()).isCloseTo(0.75, within(1e-12));
        assertThat(new AnswerProbability(0, 0.2).score()).isZero();
        assertThat(new AnswerProbability(1e-12, 0).score()).isEqualTo(1);
        assertThat(new AnswerProbability(0, 0).score()).isEqualTo(0.5);
    }

    @Test
    void theMassIsTheSumOfBoth() {
        assertThat(new AnswerProbability(0.25, 0.5).mass()).isEqualTo(0.75);
        assertThat(new AnswerProbability(0, 0).mass()).isZero();
    }

    @Test
    void roundingAboveOneIsForgiven() {
        AnswerProbability rounded = new AnswerProbability(1, 5e-7);
        assertThat(rounded.mass()).isEqualTo(1);
        assertThat(rounded.score()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0", "0, NaN", "-0.1, 0", "0, -0.1", "0.6, 0.5", "1.1, 0", "Infinity, 0"})
    void whatIsNoProbabilityMakesTheModelUnfit(double yes, double no) {
        assertThatThrownBy(() -> new AnswerProbability(yes, no))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("not probabilities");
    }
}
