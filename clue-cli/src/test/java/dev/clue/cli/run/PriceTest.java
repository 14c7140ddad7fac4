package dev.clue.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.model.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {

    private static final Usage USAGE = new Usage(3, 2_000_000, 100_000);

    @Test
    void aRunSaysWhatItCost() {
        assertThat(Price.line(USAGE, Price.of("0.15,0.60")))
                .isEqualTo("3 model calls, 2000000 prompt tokens, 100000 generated tokens: about 0.3600 at that price");
        assertThat(Price.line(USAGE, null)).endsWith("100000 generated tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.15", "a,b", "-1,2", "1,2,3", "NaN,1"})
    void whatIsNoPriceIsRefused(String text) {
        assertThatThrownBy(() -> Price.of(text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("0.15,0.60");
    }
}
