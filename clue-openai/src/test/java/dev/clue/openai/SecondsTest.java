package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecondsTest {

    @Test
    void noTimeIsShownAsNone() {
        assertThat(Seconds.of(Duration.ofMinutes(2))).isEqualTo("120 s");
        assertThat(Seconds.of(Duration.ofMillis(1_999))).isEqualTo("1 s");
        assertThat(Seconds.of(Duration.ofMillis(850))).isEqualTo("850 ms");
        assertThat(Seconds.of(Duration.ofNanos(1))).isEqualTo("1 ms");
    }
}
