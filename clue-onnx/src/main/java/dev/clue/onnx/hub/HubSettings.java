package dev.clue.onnx.hub;

import dev.clue.error.ConfigurationException;
import dev.clue.net.EnvironmentProxies;
import dev.clue.net.Loopback;
import dev.clue.net.Port;
import dev.clue.net.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the hub and its cache are, by the environment variables that the hub's own client reads.
 *
 * @param endpoint {@code HF_ENDPOINT}, without a slash at the end
 * @param cache {@code HF_HUB_CACHE}, else {@code HF_HOME/hub}
 * @param token {@code HF_TOKEN}, else what {@code hf auth login} has left in {@code HF_HOME/token}
 * @param offline {@code HF_HUB_OFFLINE}: nothing is fetched
 * @param proxies what goes over which proxy
 */
public record HubSettings(
        URI endpoint, Path cache, Optional<Secret> token, boolean offline, EnvironmentProxies proxies) {

    static final String ENDPOINT = "HF_ENDPOINT";
    static final String HOME = "HF_HOME";
    static final String CACHE = "HF_HUB_CACHE";
    static final String TOKEN = "HF_TOKEN";
    static final String TOKEN_FILE = "HF_TOKEN_PATH";
    static final String NO_TOKEN = "HF_HUB_DISABLE_IMPLICIT_TOKEN";
    static final String OFFLINE = "HF_HUB_OFFLINE";

    private static final String PUBLIC_HUB = "https://huggingface.co";
    private static final Set<String> TRUE = Set.of("1", "on", "yes", "true");

    /** @throws ConfigurationException if the endpoint is no address of a web server, or a token would go over it unencrypted */
    public HubSettings {
        boolean encrypted = "https".equalsIgnoreCase(endpoint.getScheme());
        boolean web = encrypted || "http".equalsIgnoreCase(endpoint.getScheme());
        if (!web || endpoint.getHost() == null || endpoint.getUserInfo() != null) {
            throw new ConfigurationException(
                    ENDPOINT + " must be an address such as " + PUBLIC_HUB + ", without a user name.");
        }
        if (!Port.canBe(endpoint)) {
            throw new ConfigurationException(ENDPOINT + " has the port " + endpoint.getPort()
                    + ", which cannot be: a port is 1 to 65535. Correct it, or leave it out.");
        }
        if (token.isPresent() && !encrypted && !Loopback.isLoopback(endpoint.getHost())) {
            throw new ConfigurationException(ENDPOINT + " is " + endpoint + ", over which " + TOKEN
                    + " would travel unencrypted. Use https, or unset " + TOKEN + " (or set " + NO_TOKEN + "=1).");
        }
    }

    /** As the environment has it; without any of its variables, the public hub and the user's cache. */
    public static HubSettings of(Map<String, String> environment, Path userHome) {
        Path home = path(environment, HOME, userHome)
                .orElseGet(() -> path(environment, "XDG_CACHE_HOME", userHome)
                        .orElse(userHome.resolve(".cache"))
                        .resolve("huggingface"));
        Path cache = path(environment, CACHE, userHome).orElse(home.resolve("hub"));
        Path tokenFile = path(environment, TOKEN_FILE, userHome).orElse(home.resolve("token"));
        Optional<Secret> token = isTrue(environment, NO_TOKEN)
                ? Optional.empty()
                : value(environment, TOKEN)
                        .map(text -> Secret.of(text, TOKEN))
                        .or(() -> read(tokenFile).map(text -> Secret.of(text, tokenFile.toString())));
        String endpoint = value(environment, ENDPOINT).orElse(PUBLIC_HUB).replaceAll("/+$", "");
        try {
            return new HubSettings(
                    new URI(endpoint), cache, token, isTrue(environment, OFFLINE), new EnvironmentProxies(environment));
        } catch (URISyntaxException e) {
            throw new ConfigurationException(ENDPOINT + " is no address: " + e.getReason() + ".", e);
        }
    }

    /** All but the token, which nobody shall see. */
    @Override
    public String toString() {
        return "HubSettings[endpoint=" + endpoint + ", cache=" + cache + ", offline=" + offline + "]";
    }

    private static boolean isTrue(Map<String, String> environment, String name) {
        return value(environment, name)
                .filter(text -> TRUE.contains(text.toLowerCase(Locale.ROOT)))
                .isPresent();
    }

    private static Optional<Path> path(Map<String, String> environment, String name, Path userHome) {
        return value(environment, name)
                .map(text -> text.equals("~") || text.startsWith("~/")
                        ? userHome.resolve(text.substring(Math.min(2, text.length())))
                        : Path.of(text));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }

    private static Optional<String> read(Path file) {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.readString(file)).filter(text -> !text.isBlank())
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
