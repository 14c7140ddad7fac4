package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.AnswerProbability;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatedConfidenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Yes, 80 percent | 0.8 | 0.2",
                "No. 95% | 0.05 | 0.95",
                "**YES** (100 %) | 1 | 0",
                "no | 0 | 1",
                "Yes, I am 62.5% sure | 0.625 | 0.375",
                "Yes, 250 percent | 1 | 0",
                "Yes, 0.95. | 0.95 | 0.05",
                "No, .75 | 0.25 | 0.75",
                "No, 1.0 | 0 | 1",
                "Yes, 87,5 per cent | 0.875 | 0.125",
                "Yes, there are 2 cats in the picture, 95 percent. | 0.95 | 0.05",
                "No, the picture of 1990 shows 3 of 4 wheels | 0 | 1",
                "Yes. I am 1 hundred percent sure. | 1 | 0",
                "Yes, 12.7 | 1 | 0",
                "Yes, 50 percent | 0.5 | 0.5",
            })
    void anAnswerIsReadWithItsConfidence(String answer, double yes, double no) {
        AnswerProbability read = StatedConfidence.of(List.of(answer), 0.05, "it");
        assertThat(read.yes()).isCloseTo(yes, within(1e-9));
        assertThat(read.no()).isCloseTo(no, within(1e-9));
    }

    /** It is asked for 50 to 100: who says Yes and 20 percent means the share of something, or not what was asked. */
    @ParameterizedTest
    @CsvSource({"'Yes, 20 percent', 1", "'Yes, 0.3', 1", "'Yes, 20 percent of it is sky, 90 percent', 0.9"})
    void lessThanOneHalfIsNoConfidence(String answer, double yes) {
        assertThat(StatedConfidence.of(List.of(answer), 0.05, "it").yes()).isCloseTo(yes, within(1e-9));
    }

    @Test
    void whatIsNeitherAddsToNeither() {
        AnswerProbability read =
                StatedConfidence.of(List.of("Yes, 90 percent", "I see a cat", "Nothing", "Yesterday"), 0.05, "it");
        assertThat(read.mass()).isCloseTo(0.25, within(1e-9));
        assertThat(read.score()).isCloseTo(0.9, within(1e-9));
    }

    @Test
    void nothingButThatIsRefused() {
        assertThatThrownBy(() -> StatedConfidence.of(List.of("I cannot say", ""), 0.05, "it"))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("--answers reasoning");
    }
}
