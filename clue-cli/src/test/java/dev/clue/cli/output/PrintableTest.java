package dev.clue.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(strings = {"\0", "\n", "\u001B", "\u0085", "\u200F", "\u2028", "\u202E", "\u2066", "\uD800", "\uDC00"})
    void whatCannotBeSeenIsMarked(String outside) {
        assertThat(Printable.text("a" + outside + "b")).isEqualTo("a\uFFFDb");
    }

    @ParameterizedTest
    @CsvSource({"photo 1.png", "é漢字.png", "🔥.png", "אש.png"})
    void whatCanBeSeenStays(String outside) {
        assertThat(Printable.text(outside)).isEqualTo(outside);
    }
}
