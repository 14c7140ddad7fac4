package dev.clue.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server, and keeps the chat requests in the order in which they came, and the step that each belongs to:
 * what is asked about an image while nothing else about it is in work begins a new one. Each is held for a moment, so that
 * all of a step have come before the first is answered.
 */
final class RecordingProxy implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHAT = "/v1/chat/completions";
    private static final long HELD_MILLIS = 150;

    private final URI server;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    // An offer to go on with HTTP/2 makes some servers lose the body.
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<Chat> chats = new ArrayList<>();
    private final Map<String, Steps> steps = new HashMap<>();

    /**
     * A chat request.
     *
     * @param image what the image is called, or empty where there is none
     * @param step which step about that image it belongs to, from 1
     */
    record Chat(byte[] body, String image, int step) {}

    private static final class Steps {

        private int begun;
        private int inWork;
    }

    private RecordingProxy(URI server, HttpServer http) {
        this.server = server;
        this.http = http;
    }

    /** Starts one before the server at this base address. */
    static RecordingProxy before(String address) {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            RecordingProxy proxy = new RecordingProxy(URI.create(address), http);
            http.setExecutor(proxy.threads);
            http.createContext("/", proxy::pass);
            http.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its own base address. */
    String address() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1";
    }

    /** The chat requests. */
    synchronized List<Chat> chats() {
        return List.copyOf(chats);
    }

    private synchronized String begin(byte[] body) throws IOException {
        JsonNode content = JSON.readTree(body).at("/messages/0/content");
        String image = content.path(0).path("uuid").asText("");
        Steps about = steps.computeIfAbsent(image, name -> new Steps());
        if (about.inWork == 0) {
            about.begun++;
        }
        about.inWork++;
        chats.add(new Chat(body, image, about.begun));
        return image;
    }

    private synchronized void end(String image) {
        Steps about = steps.get(image);
        if (about != null) {
            about.inWork--;
        }
    }

    private void pass(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestURI().getPath().equals(CHAT)) {
                String image = begin(body);
                Thread.sleep(HELD_MILLIS);
                HttpResponse<byte[]> answer = send(exchange, body);
                end(image);
                give(exchange, answer);
            } else {
                give(exchange, send(exchange, body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpResponse<byte[]> send(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(exchange.getRequestURI()))
                .header("Content-Type", "application/json")
                .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static void give(HttpExchange exchange, HttpResponse<byte[]> answer) throws IOException {
        answer.headers()
                .firstValue("Content-Type")
                .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdownNow();
        client.close();
    }
}
