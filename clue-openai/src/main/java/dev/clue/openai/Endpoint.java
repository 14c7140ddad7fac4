package dev.clue.openai;

import dev.clue.error.ConfigurationException;
import dev.clue.net.Loopback;
import dev.clue.net.Port;
import dev.clue.net.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a server is, and the key to it.
 *
 * @param base the address that the paths of the protocol are appended to, such as {@code http://localhost:8000/v1}, without
 *     a slash at its end
 * @param key what authorises requests, or null for a server without keys
 */
public record Endpoint(URI base, @Nullable Secret key) {

    /** Environment variable with the base address. */
    public static final String BASE_URL = "OPENAI_BASE_URL";

    /** Environment variable with the key. */
    public static final String API_KEY = "OPENAI_API_KEY";

    private static final String OPENAI = "https://api.openai.com/v1";
    private static final String OPENAI_HOST = "api.openai.com";
    private static final String AZURE_HOSTS = ".openai.azure.com";

    /**
     * The endpoint that an environment names: {@value #BASE_URL}, else OpenAI's own, and {@value #API_KEY}.
     *
     * @throws ConfigurationException if the address or the key cannot be used
     */
    public static Endpoint of(Map<String, String> environment) {
        String address = environment.getOrDefault(BASE_URL, "").strip();
        String key = environment.getOrDefault(API_KEY, "").strip();
        Endpoint endpoint = of(address.isEmpty() ? OPENAI : address, key.isEmpty() ? null : Secret.of(key, API_KEY));
        if (endpoint.isOpenAi() && endpoint.key() == null) {
            throw new ConfigurationException(endpoint.base() + " needs a key: set " + API_KEY + ", or set " + BASE_URL
                    + " to the address of your own server, such as http://localhost:8000/v1");
        }
        return endpoint;
    }

    /**
     * @param address the base address as a user wrote it
     * @param key what authorises requests, or null
     * @throws ConfigurationException if it is no http or https address, or carries a name and password or a query
     */
    public static Endpoint of(String address, @Nullable Secret key) {
        URI uri;
        try {
            uri = new URI(address.replaceAll("/+$", ""));
        } catch (URISyntaxException e) {
            throw refused("is no address");
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw refused("is no address of a server");
        }
        if (!Port.canBe(uri)) {
            throw refused("has the port " + uri.getPort() + ", which cannot be: a port is 1 to 65535");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("has a name or password in it, which would show in messages; set " + API_KEY + " instead");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw refused("has a query or a fragment, after which no path can follow");
        }
        return new Endpoint(uri, key);
    }

    /** Whether the key would travel unencrypted to another machine. */
    public boolean showsKeyOnTheWay() {
        return key != null && "http".equalsIgnoreCase(base.getScheme()) && !Loopback.isLoopback(base.getHost());
    }

    /** Whether it is OpenAI's own service, or Azure's: these know no other fields than the documented ones. */
    boolean isOpenAi() {
        String host = base.getHost().toLowerCase(Locale.ROOT);
        return host.equals(OPENAI_HOST) || host.endsWith(AZURE_HOSTS);
    }

    /** The address of a path of the protocol, such as {@code /chat/completions}. */
    URI of(String path) {
        return URI.create(base + path);
    }

    /** The address of a path beside the protocol, such as vLLM's {@code /version}: at the root of the server. */
    URI beside(String path) {
        String address = base.toString();
        return URI.create((address.endsWith("/v1") ? address.substring(0, address.length() - 3) : address) + path);
    }

    private static ConfigurationException refused(String why) {
        return new ConfigurationException(BASE_URL + " " + why
                + ". Give the base address of an OpenAI-compatible server," + " such as http://localhost:8000/v1");
    }
}
