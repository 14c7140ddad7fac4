package dev.clue.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.net.EnvironmentProxies;
import dev.clue.net.ForeignAddress;
import dev.clue.net.Secret;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request and its answer. TLS is verified as the JVM does it; redirects are not followed, so a key reaches no other
 * host; an answer is read up to a limit, and within a time that covers all of it. Whatever leaves here, answers and
 * failures, has been cleaned of the key.
 */
final class Exchange implements AutoCloseable {

    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORISED = 401;
    private static final int FORBIDDEN = 403;
    private static final int PROXY_WANTS_PASSWORD = 407;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_EARLY = 425;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;
    private static final int UNAVAILABLE = 503;

    private final Endpoint endpoint;
    private final TransportOptions options;
    private final Clock clock;
    private final EnvironmentProxies proxies;
    private final HttpClient client;

    Exchange(Endpoint endpoint, TransportOptions options, Map<String, String> environment, Clock clock) {
        this.endpoint = endpoint;
        this.options = options;
        this.clock = clock;
        this.proxies = new EnvironmentProxies(environment);
        this.client = HttpClient.newBuilder()
                .connectTimeout(options.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                // Over plain http the JDK would ask for an upgrade that many model servers stumble over.
                .version(
                        "https".equalsIgnoreCase(endpoint.base().getScheme())
                                ? HttpClient.Version.HTTP_2
                                : HttpClient.Version.HTTP_1_1)
                .proxy(proxies)
                .build();
    }

    /**
     * Sends a request once.
     *
     * @return the answer, a JSON object, without the key wherever the server repeats it
     * @param body what is posted, or null to get
     * @param longest the longest wait for the whole answer
     * @throws Setback if there is no answer, or none of sense
     * @throws Refusal if the server refuses this request
     * @throws InterruptedException if the thread is to end; the request is given up
     */
    JsonNode send(URI address, byte @Nullable [] body, Duration longest) throws Setback, Refusal, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).header("Accept", "application/json");
        Secret key = endpoint.key();
        if (key != null) {
            request.header("Authorization", key.bearer());
        }
        proxies.authorization(address).ifPresent(header -> request.header("Proxy-Authorization", header));
        if (body != null) {
            request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(body));
        }
        HttpResponse<byte[]> response = answer(request.build(), longest);
        if (response.statusCode() != OK) {
            throw refusedOrFailed(response);
        }
        try {
            JsonNode answer = Json.read(response.body());
            if (answer.isObject()) {
                return key == null ? answer : key.removedFrom(answer);
            }
        } catch (JsonProcessingException e) {
            // Without the cause: it may quote what the server sent.
        }
        throw new Setback(
                Setback.Kind.GARBLED,
                new ModelUnfitException(endpoint.base() + " answered with something that is no JSON object"
                        + ServerWords.in(response.body(), key).quoted() + ". " + Advice.NO_API));
    }

    private HttpResponse<byte[]> answer(HttpRequest request, Duration longest) throws Setback, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request, BoundedBody.handler(options.responseBytes()));
        try {
            return sent.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new Setback(
                    Setback.Kind.FAILED,
                    new ModelUnavailableException(endpoint.base() + " gave no complete answer in " + Seconds.of(longest)
                            + ". " + Advice.SLOW));
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } finally {
            sent.cancel(true);
        }
    }

    private Setback failed(Throwable cause) {
        String where = endpoint.base().toString();
        return switch (cause) {
            case BoundedBody.TooLarge e ->
                new Setback(
                        Setback.Kind.FINAL,
                        new ModelUnfitException(where + " sent an answer of more than " + options.responseBytes()
                                + " bytes, which was not read further. " + Advice.NO_API));
            case HttpConnectTimeoutException e ->
                new Setback(
                        Setback.Kind.FAILED,
                        new ModelUnavailableException(where + " cannot be reached: no connection in "
                                + Seconds.of(options.connectTimeout()) + ". " + Advice.UNREACHABLE));
            case HttpTimeoutException e ->
                new Setback(
                        Setback.Kind.FAILED, new ModelUnavailableException(where + " gave no answer. " + Advice.SLOW));
            case SSLException e ->
                new Setback(
                        Setback.Kind.FINAL,
                        new ModelUnfitException(where + " cannot be trusted: " + reason(e) + ". " + Advice.TLS));
            case ConnectException e -> {
                boolean unknown = e.getCause() instanceof UnresolvedAddressException
                        || (e.getCause() != null && e.getCause().getCause() instanceof UnresolvedAddressException);
                yield new Setback(
                        Setback.Kind.FAILED,
                        new ModelUnavailableException(where + " cannot be reached: "
                                + (unknown ? "there is no host of that name" : "nothing accepts the connection") + ". "
                                + Advice.UNREACHABLE));
            }
            case IOException e ->
                new Setback(
                        Setback.Kind.FAILED,
                        new ModelUnavailableException(
                                where + " broke off the connection: " + reason(e) + ". " + Advice.UNREACHABLE));
            default ->
                new Setback(
                        Setback.Kind.FINAL,
                        new ModelUnfitException(where + " cannot be asked: "
                                + cause.getClass().getSimpleName() + ". " + Advice.NO_API));
        };
    }

    private String reason(IOException e) {
        return cleaned(String.valueOf(e.getMessage()));
    }

    private String cleaned(String words) {
        Secret key = endpoint.key();
        return key == null ? words : key.removedFrom(words);
    }

    /** What an answer other than 200 means; a refusal is thrown. */
    private Setback refusedOrFailed(HttpResponse<byte[]> response) throws Refusal {
        int status = response.statusCode();
        String where = endpoint.base().toString();
        ServerWords words = ServerWords.in(response.body(), endpoint.key());
        Optional<Duration> pause = RetryAfter.in(response.headers(), clock);
        if (status == UNAUTHORISED || status == FORBIDDEN) {
            // Without the server's words: some repeat a part of the key.
            String key = endpoint.key() == null ? "no key was sent" : "it refused the key";
            return new Setback(
                    Setback.Kind.FINAL,
                    new ModelUnavailableException(where + " does not let clue in (HTTP " + status + "): " + key
                            + ". Set " + Endpoint.API_KEY + " to one that may use this model."));
        }
        if (status == PROXY_WANTS_PASSWORD) {
            return new Setback(
                    Setback.Kind.FINAL,
                    new ModelUnavailableException("the proxy before " + where + " wants a password. " + Advice.PROXY));
        }
        if (status == TOO_MANY && words.code().contains("insufficient_quota")) {
            return new Setback(
                    Setback.Kind.FINAL,
                    new ModelUnavailableException(
                            where + " has no quota left for this key. Raise it, or use another key or server."));
        }
        if (status == TOO_MANY || status == UNAVAILABLE) {
            return new Setback(
                    Setback.Kind.BUSY,
                    new ModelUnavailableException(
                            where + " is too busy (HTTP " + status + ")" + words.quoted() + ". " + Advice.SLOW),
                    pause);
        }
        if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_EARLY) {
            return new Setback(
                    Setback.Kind.FAILED,
                    new ModelUnavailableException(where + " failed (HTTP " + status + ")" + words.quoted()
                            + ". Look at the server's log, then try again."),
                    pause);
        }
        if (status >= MULTIPLE_CHOICES && status < BAD_REQUEST) {
            return new Setback(
                    Setback.Kind.FINAL,
                    new ModelUnfitException(where + " redirects (HTTP " + status + ") to " + cleaned(target(response))
                            + ", and clue follows no redirect, so that no other host gets the key. If that is the"
                            + " server, set " + Endpoint.BASE_URL + " to its address."));
        }
        throw new Refusal(status, words);
    }

    private static String target(HttpResponse<byte[]> response) {
        return ForeignAddress.shown(response.headers().firstValue("Location").orElse(""));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
