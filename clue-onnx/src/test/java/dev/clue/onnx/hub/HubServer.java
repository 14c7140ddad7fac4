package dev.clue.onnx.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.clue.net.EnvironmentProxies;
import dev.clue.net.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Two local servers that speak the hub's protocol: one has the listing and the small files, and redirects to the other
 * for large ones, as the hub does to the network that delivers its files. Misbehaves on command, once for each fault.
 */
public final class HubServer implements AutoCloseable {

    public static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final HttpServer hub;
    private final HttpServer delivery;
    private final Map<String, Map<String, byte[]>> repositories = new ConcurrentHashMap<>();
    private final Map<String, String> large = new ConcurrentHashMap<>();
    private final Map<String, Queue<Fault>> faults = new ConcurrentHashMap<>();

    /** What was asked, in order. */
    public final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** The licence in the model card. */
    public String licence = "apache-2.0";

    /** What a revision is. */
    public String commit = COMMIT;

    /** Whom this token, if set, is asked of. */
    public @Nullable String token;

    /** Names the proxies. */
    public Map<String, String> environment = Map.of();

    /** A request. */
    public record Request(
            boolean toHub,
            String path,
            @Nullable String range,
            @Nullable String authorization,
            @Nullable String proxyAuthorization) {}

    /** What goes wrong. */
    public sealed interface Fault {
        /** Another status, with headers. */
        record Status(int code, Map<String, String> headers) implements Fault {}

        /** The connection ends after so many bytes of the answer. */
        record Drop(int after) implements Fault {}

        /** Nothing more comes after so many bytes, and the connection stays. */
        record Stall(int after) implements Fault {}

        /** Other bytes in the same number. */
        record Alter() implements Fault {}

        /** An answer that is whole by its own length, but other than what the listing says. */
        record Length(int change) implements Fault {}

        /** The range that is asked for is taken no notice of. */
        record WholeInsteadOfRange() implements Fault {}

        /** Another range than the one asked for. */
        record OtherRange() implements Fault {}

        /** A listing of this content. */
        record Body(String content) implements Fault {}
    }

    public HubServer() {
        try {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            hub = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
            delivery = HttpServer.create(new InetSocketAddress(loopback, 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (HttpServer server : List.of(hub, delivery)) {
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/", exchange -> {
                try (exchange) {
                    answer(exchange, server == hub);
                }
            });
            server.start();
        }
    }

    /** Settings for it. */
    public HubSettings settings(Path cache) {
        return new HubSettings(
                endpoint(),
                cache,
                Optional.ofNullable(token).map(text -> Secret.of(text, "test")),
                false,
                new EnvironmentProxies(environment));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + hub.getAddress().getPort());
    }

    /** Offers the files below a folder. */
    public HubServer offer(String repository, Path folder) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        repositories.put(repository, files);
        return this;
    }

    /** Offers a file. */
    public HubServer offer(String repository, String path, byte[] content) {
        repositories.computeIfAbsent(repository, name -> new TreeMap<>()).put(path, content);
        return this;
    }

    /** Lets the next request whose path ends like this go wrong; several follow one another. */
    public HubServer fault(String path, Fault... next) {
        faults.computeIfAbsent(path, end -> new ConcurrentLinkedQueue<>()).addAll(Arrays.asList(next));
        return this;
    }

    /** Requests for a path, wherever to. */
    public List<Request> requestsFor(String path) {
        synchronized (requests) {
            return requests.stream()
                    .filter(request -> request.path().endsWith(path))
                    .toList();
        }
    }

    @Override
    public void close() {
        hub.stop(0);
        delivery.stop(0);
    }

    static boolean isLarge(String path) {
        return path.contains(".onnx") || path.endsWith(".data");
    }

    private void answer(HttpExchange exchange, boolean toHub) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        requests.add(new Request(
                toHub,
                path,
                exchange.getRequestHeaders().getFirst("Range"),
                authorization,
                exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
        Fault fault = fault(path);
        if (fault instanceof Fault.Status status) {
            status.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status.code(), -1);
        } else if (toHub && token != null && !("Bearer " + token).equals(authorization)) {
            exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
            exchange.sendResponseHeaders(401, -1);
        } else if (toHub && path.startsWith("/api/models/")) {
            list(exchange, path.substring("/api/models/".length()), fault);
        } else if (toHub) {
            resolve(exchange, path.substring(1), fault);
        } else {
            String[] place = String.valueOf(large.get(path)).split(":", 2);
            send(exchange, repositories.get(place[0]).get(place[1]), "\"of-the-delivery\"", fault);
        }
    }

    private @Nullable Fault fault(String path) {
        for (Map.Entry<String, Queue<Fault>> entry : faults.entrySet()) {
            if (path.endsWith(entry.getKey()) && !entry.getValue().isEmpty()) {
                return entry.getValue().poll();
            }
        }
        return null;
    }

    private void list(HttpExchange exchange, String path, @Nullable Fault fault) throws IOException {
        String[] parts = path.split("/revision/", 2);
        Map<String, byte[]> files = repositories.get(parts[0]);
        if (fault instanceof Fault.Body body) {
            send(exchange, body.content().getBytes(StandardCharsets.UTF_8), "\"x\"", null);
        } else if (files == null) {
            refuse(exchange, "RepoNotFound");
        } else if (!List.of("main", commit).contains(parts[1])) {
            refuse(exchange, "RevisionNotFound");
        } else {
            send(exchange, listing(parts[0], files).getBytes(StandardCharsets.UTF_8), "\"x\"", fault);
        }
    }

    /** In the form of the hub's API with {@code blobs=true}. */
    String listing(String repository, Map<String, byte[]> files) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("id", repository).put("sha", commit).put("private", false).put("gated", false);
        root.putObject("cardData").put("license", licence);
        ArrayNode siblings = root.putArray("siblings");
        files.forEach((path, content) -> {
            ObjectNode sibling = siblings.addObject().put("rfilename", path).put("size", content.length);
            sibling.put("blobId", gitSha1(isLarge(path) ? "pointer".getBytes(StandardCharsets.UTF_8) : content));
            if (isLarge(path)) {
                sibling.putObject("lfs")
                        .put("sha256", hex("SHA-256", content))
                        .put("size", content.length)
                        .put("pointerSize", 134);
            }
        });
        return root.toString();
    }

    private void resolve(HttpExchange exchange, String path, @Nullable Fault fault) throws IOException {
        String[] parts = path.split("/resolve/", 2);
        Map<String, byte[]> files = repositories.getOrDefault(parts[0], Map.of());
        int slash = parts[1].indexOf('/');
        String file = parts[1].substring(slash + 1);
        byte[] content = files.get(file);
        exchange.getResponseHeaders().set("X-Repo-Commit", commit);
        if (content == null) {
            refuse(exchange, "EntryNotFound");
        } else if (isLarge(file)) {
            String sha256 = hex("SHA-256", content);
            String target = "/repos/" + sha256 + "/" + file;
            large.put(target, parts[0] + ":" + file);
            exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + sha256 + "\"");
            exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
            exchange.getResponseHeaders()
                    .set(
                            "Location",
                            "http://localhost:" + delivery.getAddress().getPort() + target + "?Signature=secret");
            exchange.sendResponseHeaders(302, -1);
        } else {
            send(exchange, content, "\"" + gitSha1(content) + "\"", fault);
        }
    }

    private static void refuse(HttpExchange exchange, String code) throws IOException {
        exchange.getResponseHeaders().set("X-Error-Code", code);
        exchange.sendResponseHeaders(404, -1);
    }

    private static void send(HttpExchange exchange, byte[] content, String etag, @Nullable Fault fault)
            throws IOException {
        exchange.getResponseHeaders().set("ETag", etag);
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        String range = fault instanceof Fault.WholeInsteadOfRange
                ? null
                : exchange.getRequestHeaders().getFirst("Range");
        byte[] sent = content.clone();
        if (fault instanceof Fault.Alter) {
            sent[sent.length / 2] ^= 1;
        }
        if (fault instanceof Fault.Length length) {
            sent = Arrays.copyOf(sent, sent.length + length.change());
        }
        int status = 200;
        if (range != null) {
            int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            from = fault instanceof Fault.OtherRange ? from + 1 : from;
            sent = Arrays.copyOfRange(sent, from, sent.length);
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            status = 206;
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", String.valueOf(sent.length));
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, sent.length == 0 ? -1 : sent.length);
        // Closed with the exchange: closing the body first would keep an unfinished connection open.
        OutputStream out = exchange.getResponseBody();
        try {
            switch (fault) {
                case Fault.Drop drop -> {
                    out.write(sent, 0, drop.after());
                    out.flush();
                }
                case Fault.Stall stall -> {
                    out.write(sent, 0, stall.after());
                    out.flush();
                    Thread.sleep(20_000);
                }
                case null, default -> {
                    out.write(sent);
                    out.close();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The client has gone.
        }
    }

    public static String gitSha1(byte[] content) {
        return hex("SHA-1", ("blob " + content.length + "\0").getBytes(StandardCharsets.UTF_8), content);
    }

    static String hex(String algorithm, byte[]... pieces) {
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            for (byte[] piece : pieces) {
                digest.update(piece);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a repository offers. */
    public Map<String, byte[]> files(String repository) {
        return new LinkedHashMap<>(repositories.get(repository));
    }
}
