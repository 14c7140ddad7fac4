package dev.clue.openai;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that an environment names, as other programs read it: {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code
 * ALL_PROXY} and {@code NO_PROXY}, in capitals or not. Where it names none, the JVM's own ({@code https.proxyHost}).
 */
final class EnvironmentProxies extends ProxySelector {

    private static final int USUAL_PORT = 80;

    private final Map<String, String> environment;
    private final @Nullable ProxySelector otherwise;

    EnvironmentProxies(Map<String, String> environment) {
        this.environment = environment;
        this.otherwise = ProxySelector.getDefault();
    }

    @Override
    public List<Proxy> select(URI target) {
        if (isExempt(target.getHost())) {
            return List.of(Proxy.NO_PROXY);
        }
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

    /** Answers a proxy that asks for the name and password in its address; nobody else is told them. */
    Authenticator authenticator() {
        return new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                if (getRequestorType() != RequestorType.PROXY) {
                    return null;
                }
                return Stream.of("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
                        .flatMap(name -> address(name).stream())
                        .filter(proxy -> getRequestingHost().equalsIgnoreCase(proxy.getHost()))
                        .flatMap(proxy -> Optional.ofNullable(proxy.getRawUserInfo()).stream())
                        .map(EnvironmentProxies::credentials)
                        .findFirst()
                        .orElse(null);
            }
        };
    }

    private static PasswordAuthentication credentials(String userInfo) {
        int colon = userInfo.indexOf(':');
        String user = colon < 0 ? userInfo : userInfo.substring(0, colon);
        String password = colon < 0 ? "" : userInfo.substring(colon + 1);
        return new PasswordAuthentication(decoded(user), decoded(password).toCharArray());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
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
            if (proxy.getHost() != null && "http".equalsIgnoreCase(proxy.getScheme())) {
                return Optional.of(proxy);
            }
        } catch (URISyntaxException e) {
            // Said below, without the address: it may hold a password.
        }
        throw new ConfigurationException(name + " is no address of an http proxy: write it as http://host:port");
    }

    private boolean isExempt(@Nullable String host) {
        String target = host == null ? "" : host.toLowerCase(Locale.ROOT);
        return Arrays.stream(value("NO_PROXY").toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst(":[0-9]+$", ""))
                .anyMatch(entry -> entry.equals("*")
                        || (!entry.isEmpty()
                                && (target.equals(entry) || target.endsWith("." + entry.replaceFirst("^\\.", "")))));
    }

    private String value(String name) {
        String lower = environment.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        return (lower.isEmpty() ? environment.getOrDefault(name, "") : lower).strip();
    }
}
