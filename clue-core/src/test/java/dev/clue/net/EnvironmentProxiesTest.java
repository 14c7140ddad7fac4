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

    private static InetSocketAddress address(EnvironmentProxies proxies, String target) {
        return (InetSocketAddress) proxies.select(URI.create(target)).getFirst().address();
    }
}
