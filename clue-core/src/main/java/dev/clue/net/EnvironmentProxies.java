package dev.clue.net;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that an environment names, as other programs read it: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
 * ALL_PROXY} and {@code NO_PROXY}, in capitals or not. Where it names none, the JVM's own ({@code https.proxyHost}). This
 * machine is reached without one.
 */
public final class EnvironmentProxies extends ProxySelector {

    private static final int USUAL_PORT = 80;

    private final Map<String, String> environment;
    private final @Nullable ProxySelector otherwise;

    /** @param environment the variables; they are read when an address is asked for */
    public EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
        this.otherwise = ProxySelector.getDefault();
    }

    /**
     * @throws ConfigurationException if a variable that counts for the target is no address of an http proxy, or what is to
     *     be reached without one is not understood
     */
    @Override
    public List<Proxy> select(URI target) {
        List<Proxy> proxies = Loopback.isLoopback(Objects.requireNonNullElse(target.getHost(), ""))
                ? List.of(Proxy.NO_PROXY)
                : named(target);
        boolean direct = proxies.equals(List.of(Proxy.NO_PROXY));
        return !direct && ProxyExceptions.of(value("NO_PROXY")).contain(target) ? List.of(Proxy.NO_PROXY) : proxies;
    }

    private List<Proxy> named(URI target) {
        Optional<URI> proxy = proxyFor(target);
        if (proxy.isPresent()) {
            int port = proxy.get().getPort() < 0 ? USUAL_PORT : proxy.get().getPort();
            return List.of(new Proxy(
                    Proxy.Type.HTTP,
                    InetSocketAddress.createUnresolved(proxy.get().getHost(), port)));
        }
        return otherwise == null ? List.of(Proxy.NO_PROXY) : otherwise.select(target);
    }

    @Override
    public void connectFailed(URI target, SocketAddress proxy, IOException problem) {
        // The request fails with it.
    }

    /** The header for the proxy on the way to the target, if its address has a name and a password. */
    public Optional<String> authorization(URI target) {
        return select(target).equals(List.of(Proxy.NO_PROXY))
                ? Optional.empty()
                : proxyFor(target)
                        .flatMap(proxy -> Optional.ofNullable(proxy.getUserInfo()))
                        .map(user ->
                                "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<URI> proxyFor(URI target) {
        Optional<URI> named = address("https".equalsIgnoreCase(target.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
        return named.isPresent() ? named : address("ALL_PROXY");
    }

    private Optional<URI> address(String name) {
        String value = value(name);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            URI proxy = new URI(value.contains("://") ? value : "http://" + value);
            if (proxy.getHost() != null && Port.canBe(proxy) && "http".equalsIgnoreCase(proxy.getScheme())) {
                return Optional.of(proxy);
            }
        } catch (URISyntaxException e) {
            // Said below, without the address: it may hold a password.
        }
        throw new ConfigurationException(
                name + " is no address of an http proxy: write it as http://host:port, with a port of 1 to 65535");
    }

    private String value(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return (lower.isEmpty() ? environment.getOrDefault(name, "") : lower).strip();
    }
}
