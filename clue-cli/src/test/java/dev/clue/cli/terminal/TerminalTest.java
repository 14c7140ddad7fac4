package dev.clue.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void coloursAreForTerminalsThatCanShowThem() {
        assertThat(Terminal.colour(true, Map.of("TERM", "xterm"))).isTrue();
        assertThat(Terminal.colour(false, Map.of("TERM", "xterm"))).isFalse();
        assertThat(Terminal.colour(true, Map.of("TERM", "dumb"))).isFalse();
    }

    @Test
    void noColorGoesBeforeEverything() {
        assertThat(Terminal.colour(true, Map.of("NO_COLOR", "1"))).isFalse();
        assertThat(Terminal.colour(true, Map.of("NO_COLOR", "1", "CLICOLOR_FORCE", "1")))
                .isFalse();
        assertThat(Terminal.colour(true, Map.of("NO_COLOR", ""))).isTrue();
    }

    @Test
    void coloursCanBeForced() {
        assertThat(Terminal.colour(false, Map.of("CLICOLOR_FORCE", "1"))).isTrue();
        assertThat(Terminal.colour(false, Map.of("CLICOLOR_FORCE", "0"))).isFalse();
    }
}
