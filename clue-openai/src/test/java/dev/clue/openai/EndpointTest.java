package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.net.Secret;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users export: addresses, keys, proxies. */
class EndpointTest {

    private static final String SECRET = "sk-secret";

    @Test
    void theEnvironmentNamesIt() {
        Endpoint endpoint =
                Endpoint.of(Map.of("OPENAI_BASE_URL", "http://localhost:8000/v1/", "OPENAI_API_KEY", SECRET + "\n"));
        assertThat(endpoint.of("/models")).hasToString("http://localhost:8000/v1/models");
        assertThat(endpoint.beside("/version")).hasToString("http://localhost:8000/version");
        assertThat(endpoint.toString()).doesNotContain(SECRET);
        assertThat(endpoint.showsKeyOnTheWay()).isFalse();
    }

    @Test
    void withoutAnAddressItIsOpenAisAndNeedsAKey() {
        assertThat(Endpoint.of(Map.of("OPENAI_API_KEY", SECRET)).base()).hasToString("https://api.openai.com/v1");
        assertThatThrownBy(() -> Endpoint.of(Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OPENAI_API_KEY")
                .hasMessageContaining("OPENAI_BASE_URL");
    }

    @Test
    void aKeyInTheOpenIsTold() {
        assertThat(Endpoint.of("http://gpu.example:8000/v1", Secret.of(SECRET, "test"))
                        .showsKeyOnTheWay())
                .isTrue();
        assertThat(Endpoint.of("https://gpu.example/v1", Secret.of(SECRET, "test"))
                        .showsKeyOnTheWay())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8000",
                "ftp://host/v1",
                "http://",
                "not an address",
                "http://user:sk-secret@host/v1",
                "http://127.0.0.1:99999/v1",
                "http://127.0.0.1:65536/v1",
                "http://127.0.0.1:0/v1",
                "http://host/v1?key=sk-secret"
            })
    void otherAddressesAreRefusedWithoutBeingShown(String address) {
        assertThatThrownBy(() -> Endpoint.of(address, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("http://localhost:8000/v1")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain(SECRET));
    }

    @Test
    void aPortThatCannotBeIsNamed() {
        assertThat(Endpoint.of("http://127.0.0.1:65535/v1", null).base()).hasPort(65_535);
        assertThatThrownBy(() -> Endpoint.of("http://127.0.0.1:99999/v1", null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("OPENAI_BASE_URL has the port 99999, which cannot be: a port is 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "retry-after, 7, 7000",
        "retry-after-ms, 250, 250",
        "retry-after, 'Tue, 24 Nov 2026 12:00:30 GMT', 30000",
        "retry-after, 'Tue, 24 Nov 2026 11:00:00 GMT', 0"
    })
    void retryAfterIsRead(String header, String value, long millis) {
        Clock noon = Clock.fixed(Instant.parse("2026-11-24T12:00:00Z"), ZoneOffset.UTC);
        assertThat(RetryAfter.in(headers(header, value), noon)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "99999999999999999999", ""})
    void whatIsNoTimeIsNone(String value) {
        assertThat(RetryAfter.in(headers("retry-after", value), Clock.systemUTC()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o-2024-08-06, true",
        "llava, llava:latest, true",
        "Qwen/Qwen3-VL-8B, qwen3-vl-8b, true",
        "gpt-4o, gpt-4, false",
        "llava, llama, false"
    })
    void modelNamesAreCompared(String asked, String answered, boolean same) {
        assertThat(ModelNames.same(asked, answered)).isEqualTo(same);
    }

    private static HttpHeaders headers(String name, String value) {
        return HttpHeaders.of(Map.of(name, List.of(value)), (some, other) -> true);
    }
}
