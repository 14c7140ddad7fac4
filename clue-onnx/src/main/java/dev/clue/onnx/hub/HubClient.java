package dev.clue.onnx.hub;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.net.ForeignAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Asks the hub, or whatever speaks its protocol. The token goes to the endpoint alone: redirects are followed here, and
 * where one leads to another scheme, host or port, it is left out. What may go better later is tried again.
 */
final class HubClient implements AutoCloseable {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String USER_AGENT = "clue";
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 8;
    private static final int LARGEST_LISTING = 16 << 20;
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(15);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private final HubSettings settings;
    private final Patience patience;
    private final Duration stallAfter;
    private final HttpClient http;

    /** @param stallAfter how long a download may stand still */
    HubClient(HubSettings settings, Patience patience, Duration stallAfter) {
        this.settings = settings;
        this.patience = patience;
        this.stallAfter = stallAfter;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_WITHIN)
                .proxy(settings.proxies())
                .build();
    }

    /**
     * What a repository holds.
     *
     * @throws ModelUnavailableException if the hub cannot be reached or does not give it out
     * @throws dev.clue.error.ConfigurationException if there is no such repository or revision
     * @throws ModelUnfitException if the answer is no listing
     */
    HubListing listing(HubName name, PullListener listener) {
        URI uri = URI.create(settings.endpoint() + "/api/models/" + name.repository() + "/revision/"
                + URLEncoder.encode(name.revision(), StandardCharsets.UTF_8) + "?blobs=true");
        byte[] answer = patiently(name, listener, tries -> {
            HubAnswer response = open(name, uri, 0);
            response.require();
            try (InputStream body = response.response().body();
                    StallGuard guard = new StallGuard(body, stallAfter)) {
                byte[] bytes = body.readNBytes(LARGEST_LISTING + 1);
                if (guard.stalled()) {
                    throw new TransientFailure(uri.getHost() + " stopped sending", Optional.empty());
                }
                return bytes;
            }
        });
        if (answer.length > LARGEST_LISTING) {
            throw new ModelUnfitException("the server's answer about " + name + " is larger than "
                    + (LARGEST_LISTING >> 20) + " MiB: it is no listing. Check " + HubSettings.ENDPOINT + ".");
        }
        return HubListing.of(name, cleaned(json(name, answer)));
    }

    /**
     * Fetches a file, from where an earlier try ended.
     *
     * @param partial holds what is there so far, and in the end all of it, its digest checked
     * @throws ModelUnavailableException if the hub cannot be reached or does not give it out
     * @throws ModelUnfitException if what comes is not what the listing says
     */
    void fetch(HubListing listing, HubFile file, Path partial, PullListener listener) {
        URI uri = URI.create(settings.endpoint() + "/" + listing.name().repository() + "/resolve/" + listing.commit()
                + "/" + encoded(file.path()));
        Download download = new Download(file, partial, stallAfter, listener);
        patiently(listing.name(), listener, tries -> {
            long from = download.begin();
            if (from < file.bytes() || file.bytes() == 0) {
                HubAnswer answer = open(listing.name(), uri, from);
                answer.require();
                long before = from;
                try {
                    download.receive(answer, from);
                } finally {
                    if (download.written() > before) {
                        tries.progress();
                    }
                }
            }
            download.check(uri.getHost());
            return file;
        });
    }

    @Override
    public void close() {
        http.close();
    }

    private HubAnswer open(HubName name, URI start, long from) throws IOException, InterruptedException {
        URI uri = start;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                    .timeout(ANSWER_WITHIN)
                    .header("User-Agent", USER_AGENT)
                    .header("Accept-Encoding", "identity");
            if (from > 0) {
                request.header("Range", "bytes=" + from + "-");
            }
            if (settings.token().isPresent() && isEndpoint(uri)) {
                request.header("Authorization", settings.token().get().bearer());
            }
            settings.proxies().authorization(uri).ifPresent(header -> request.header("Proxy-Authorization", header));
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            if (!REDIRECTS.contains(response.statusCode())) {
                return new HubAnswer(response, name, patience);
            }
            response.body().close();
            uri = target(uri, response);
        }
        throw new ModelUnavailableException(start.getHost() + " redirects more than " + MOST_REDIRECTS + " times for "
                + start.getPath() + ". Check " + HubSettings.ENDPOINT + ".");
    }

    private boolean isEndpoint(URI uri) {
        URI endpoint = settings.endpoint();
        return endpoint.getScheme().equalsIgnoreCase(uri.getScheme())
                && endpoint.getHost().equalsIgnoreCase(uri.getHost())
                && endpoint.getPort() == uri.getPort();
    }

    private URI target(URI from, HttpResponse<InputStream> response) {
        String location = response.headers().firstValue("Location").orElse("");
        try {
            URI target = from.resolve(location);
            String scheme = String.valueOf(target.getScheme());
            boolean downgraded = from.getScheme().equalsIgnoreCase("https") && !scheme.equalsIgnoreCase("https");
            boolean web = scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http");
            if (!location.isEmpty() && web && !downgraded && target.getHost() != null) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new ModelUnavailableException(from.getHost() + " redirects to an address that is not followed: "
                + (location.isEmpty() ? "none" : cleaned(ForeignAddress.shown(location))) + ". Check "
                + HubSettings.ENDPOINT + ".");
    }

    private JsonNode cleaned(JsonNode answer) {
        return settings.token().map(token -> token.removedFrom(answer)).orElse(answer);
    }

    private String cleaned(String words) {
        return settings.token().map(token -> token.removedFrom(words)).orElse(words);
    }

    private JsonNode json(HubName name, byte[] answer) {
        try {
            return MAPPER.readTree(answer);
        } catch (JacksonException e) {
            // Without the cause: it quotes a part of what the server sent, which may be a part of the token.
            throw new ModelUnfitException(
                    "the server's answer about " + name + " is no JSON. Check " + HubSettings.ENDPOINT + ".");
        } catch (IOException e) {
            throw new ModelUnavailableException("the answer about " + name + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static String encoded(String path) {
        return URLEncoder.encode(path, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    /** One try. */
    private interface Try<T> {
        T run(Tries tries) throws IOException, InterruptedException;
    }

    /** Counts tries that failed in a row. */
    private static final class Tries {
        private int failed;

        void progress() {
            failed = 0;
        }
    }

    private <T> T patiently(HubName name, PullListener listener, Try<T> each) {
        Tries tries = new Tries();
        while (true) {
            try {
                return each.run(tries);
            } catch (DiskFailure e) {
                throw e.explained();
            } catch (IOException e) {
                tries.failed++;
                Optional<Duration> asked = e instanceof TransientFailure failure ? failure.asked() : Optional.empty();
                boolean tooLong = asked.filter(wait -> wait.compareTo(Patience.LONGEST_WAIT) > 0)
                        .isPresent();
                if (tries.failed >= Patience.MOST_TRIES || tooLong) {
                    throw gaveUp(name, e, asked);
                }
                Duration wait = patience.wait(tries.failed, asked);
                listener.says(reason(e) + ": trying again in " + Math.max(1, wait.toSeconds()) + " s");
                sleep(name, wait);
            } catch (InterruptedException e) {
                throw interrupted(name, e);
            }
        }
    }

    private void sleep(HubName name, Duration wait) {
        try {
            patience.sleeper().sleep(wait);
        } catch (InterruptedException e) {
            throw interrupted(name, e);
        }
    }

    private static ModelUnavailableException interrupted(HubName name, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ModelUnavailableException("fetching " + name + " was interrupted. Start it again to go on.", cause);
    }

    private ModelUnavailableException gaveUp(HubName name, IOException cause, Optional<Duration> asked) {
        String wait = asked.map(duration -> ", and asks to wait " + duration.toSeconds() + " s")
                .orElse("");
        return new ModelUnavailableException(
                name + " cannot be fetched from " + settings.endpoint() + ": " + reason(cause) + wait
                        + ". Check the connection and " + HubSettings.ENDPOINT
                        + ", then start it again: what was fetched is kept.",
                cause);
    }

    private String reason(IOException problem) {
        if (problem instanceof ConnectException) {
            return settings.endpoint().getHost() + " cannot be reached";
        }
        String message = problem.getMessage();
        return message == null ? problem.getClass().getSimpleName() : cleaned(message);
    }
}
