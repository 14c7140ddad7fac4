package dev.clue.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentProxiesTest {

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
                .satisfies(problem -> assertThat(problem.getMessage()).doesNotContain("sk-secret"));
    }

    @Test
    void aPortThatCannotBeIsRefused() {
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of("HTTP_PROXY", "http://proxy.example:99999"));
        assertThatThrownBy(() -> proxies.select(URI.create("http://host/v1")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("HTTP_PROXY is no address of an http proxy")
                .hasMessageContaining("a port of 1 to 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, http://10.200.3.4:8000/v1",
        "10.1.2.3/32, http://10.1.2.3/v1",
        "10.1.2.3, http://10.1.2.3/v1",
        "10.1.2.3:8000, http://10.1.2.3:8000/v1",
        "0.0.0.0/0, http://10.1.2.3/v1",
        "fd00::/8, http://[fd12::1]:8000/v1",
        "[fd00::]/8, http://[fd12::1]/v1",
        "fd12::1, http://[fd12:0::1]:8000/v1",
        "[fd12::1], http://[fd12::1]/v1",
        "[fd12::1]:8000, http://[fd12::1]:8000/v1",
        "2001:db8::8000, http://[2001:db8::8000]/v1",
        "*, http://gpu.example/v1",
        ".example, http://gpu.example/v1",
        "*.example, http://gpu.example/v1",
        "example, http://gpu.example/v1",
        "GPU.example, http://gpu.Example./v1",
        "gpu.example:80, http://gpu.example/v1",
        "gpu.example:443, https://gpu.example/v1",
    })
    void whatIsExemptGoesWithoutProxyAndItsPassword(String entry, String target) {
        EnvironmentProxies proxies = behind("other.invalid, " + entry);
        assertThat(proxies.select(URI.create(target))).containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.authorization(URI.create(target))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, http://11.0.0.1/v1",
        "10.1.2.3/32, http://10.1.2.4/v1",
        "10.0.0.0/8, http://10.example/v1",
        "10.0.0.0/8, http://[fd12::1]/v1",
        "10.1.2.3:8000, http://10.1.2.3:9000/v1",
        "fd00::/8, http://[fe80::1]/v1",
        "2001:db8::8000, http://[2001:db8::]/v1",
        "[fd12::1]:8000, http://[fd12::1]/v1",
        ".example, http://example/v1",
        "example, http://notexample/v1",
        "gpu.example:8000, http://gpu.example/v1",
    })
    void anythingElseGoesThroughIt(String entry, String target) {
        EnvironmentProxies proxies = behind(entry);
        assertThat(address(proxies, target)).hasToString("proxy.example/<unresolved>:3128");
        assertThat(proxies.authorization(URI.create(target))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0/8",
                "fd00::/129",
                "::1::2",
                "[fd00::1",
                "http://gpu.example",
                "192.168.*",
                "10.0.0.256",
                "a/8",
                "gpu.example:99999",
                "gpu.example:0",
                "user@gpu.example",
                "10.0.0.0/",
                "169.254/16"
            })
    void anExceptionThatIsNotUnderstoodIsNamed(String entry) {
        EnvironmentProxies proxies = behind("localhost," + entry);
        for (Runnable use : List.<Runnable>of(
                () -> proxies.select(URI.create("http://gpu.example/v1")),
                () -> proxies.authorization(URI.create("http://gpu.example/v1")))) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("NO_PROXY: \"" + entry + "\" is not understood");
        }
        assertThat(proxies.select(URI.create("http://localhost/v1")))
                .as("this machine is reached without a proxy whatever it says")
                .containsExactly(Proxy.NO_PROXY);
    }

    @Test
    void withoutAProxyNobodyMindsExceptions() {
        EnvironmentProxies proxies = new EnvironmentProxies(Map.of("NO_PROXY", "192.168.*"));
        assertThat(proxies.select(URI.create("http://gpu.example/v1"))).containsExactly(Proxy.NO_PROXY);
    }

    private static EnvironmentProxies behind(String exceptions) {
        return new EnvironmentProxies(
                Map.of("ALL_PROXY", "http://user:pass@proxy.example:3128", "NO_PROXY", exceptions));
    }

    private static InetSocketAddress address(EnvironmentProxies proxies, String target) {
        return (InetSocketAddress) proxies.select(URI.create(target)).getFirst().address();
    }
}
