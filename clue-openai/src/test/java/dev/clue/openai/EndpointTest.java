package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
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
        assertThat(Endpoint.of("http://gpu.example:8000/v1", ApiKey.of(SECRET, "test"))
                        .showsKeyOnTheWay())
                .isTrue();
        assertThat(Endpoint.of("https://gpu.example/v1", ApiKey.of(SECRET, "test"))
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
                "http://host/v1?key=sk-secret"
            })
    void otherAddressesAreRefusedWithoutBeingShown(String address) {
        assertThatThrownBy(() -> Endpoint.of(address, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("http://localhost:8000/v1")
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain(SECRET));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-secret\r\nX: y", "sk-secret more", "sk-sécret"})
    void aKeyThatCannotBeSentIsRefusedWithoutBeingShown(String key) {
        assertThatThrownBy(() -> ApiKey.of(key, "OPENAI_API_KEY"))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(problem -> assertThat(problem.getMessage())
                        .contains("OPENAI_API_KEY")
                        .doesNotContain("cret"));
    }

    @Test
    void aKeyNeverShowsItself() {
        ApiKey key = ApiKey.of(SECRET, "test");
        assertThat(key.toString()).doesNotContain(SECRET);
        assertThat(key.removedFrom("you sent " + SECRET + ".")).isEqualTo("you sent (key).");
    }

    @Test
    void proxiesOfTheEnvironmentAreUsed() {
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of(
                "HTTPS_PROXY", "http://user:pass@proxy.example:3128",
                "http_proxy", "other.example",
                "NO_PROXY", "localhost, .internal.example,10.0.0.1:8000"));
        assertThat(address(proxies, "https://api.openai.com/v1")).hasToString("proxy.example/<unresolved>:3128");
        assertThat(address(proxies, "http://gpu.example/v1")).hasToString("other.example/<unresolved>:80");
        for (String exempt :
                List.of("http://localhost:8000/v1", "https://gpu.internal.example/v1", "http://10.0.0.1:8000/v1")) {
            assertThat(proxies.select(URI.create(exempt))).containsExactly(Proxy.NO_PROXY);
        }
    }

    @Test
    void aProxyOfAnotherKindIsRefusedWithoutItsPassword() {
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of("ALL_PROXY", "socks5://user:sk-secret@host:1080"));
        assertThatThrownBy(() -> proxies.select(URI.create("http://host/v1")))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain(SECRET));
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

    private static InetSocketAddress address(EnvironmentProxies proxies, String target) {
        return (InetSocketAddress) proxies.select(URI.create(target)).getFirst().address();
    }
}
