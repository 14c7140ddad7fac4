package dev.clue.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackTest {

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST", "127.0.0.1", "127.1.2.3", "[::1]"})
    void staysHere(String host) {
        assertThat(Loopback.isLoopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.example.org", "127.0.0.1.example.org", "localhost.example.org", "128.0.0.1", "::1", ""})
    void mayGoElsewhere(String host) {
        assertThat(Loopback.isLoopback(host)).isFalse();
    }
}
