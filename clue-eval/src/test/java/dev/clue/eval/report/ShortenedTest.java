package dev.clue.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortenedTest {

    @ParameterizedTest
    @CsvSource({"abcde, 5, abcde", "abcdef, 5, ab…ef", "abcdef, 4, ab…f", "abcdef, 3, a…f", "'', 3, ''"})
    void leavesOutTheMiddle(String text, int most, String shortened) {
        assertThat(Shortened.middle(text, most)).isEqualTo(shortened);
    }

    @Test
    void halvesNoCharacter() {
        assertThat(Shortened.middle("🔥".repeat(6), 5)).isEqualTo("🔥🔥…🔥🔥");
    }
}
