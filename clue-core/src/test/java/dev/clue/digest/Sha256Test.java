package dev.clue.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class Sha256Test {

    /** From FIPS 180-4's example "abc", and sha256sum of nothing. */
    @Test
    void piecesAreDigestedOneAfterAnother() {
        assertThat(Sha256.of("a".getBytes(StandardCharsets.UTF_8), "bc".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(Sha256.of()).isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    /** From {@code printf '2:é1:b' | sha256sum}. */
    @Test
    void partsAreMarkedOffByTheirLength() {
        assertThat(Sha256.ofParts("é", "b"))
                .isEqualTo("8cd855fd4dfdc9148e133f97409010b8a79f2e695be332ff89966ddfe2a1ee96");
        assertThat(Sha256.ofParts("ab", "c")).isNotEqualTo(Sha256.ofParts("a", "bc"));
    }
}
