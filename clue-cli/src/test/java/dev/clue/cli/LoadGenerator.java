package dev.clue.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends recorded requests as fast as a server takes them, and does nothing else: no answer is read, nothing is tried
 * again. The requests about one image can begin with one that goes alone, as clue sends them.
 */
final class LoadGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final URI server;

    /** @param address the base address */
    LoadGenerator(String address) {
        server = URI.create(address);
    }

    /** How requests are sent. */
    enum Manner {
        /** As they were recorded: the image first, the first request about an image alone. */
        AS_RECORDED,
        /** All requests about an image at once. */
        WITHOUT_LEADER,
        /** The first request about an image alone, the image behind the question. */
        IMAGE_LAST,
        /** Neither. */
        NEITHER
    }

    /**
     * What it took.
     *
     * @param requests how many were answered
     * @param seconds how long that took
     * @param promptTokens tokens of all prompts, by the server's own count
     * @param cachedTokens those of them that it found in its prefix cache
     * @param failures answers other than success
     */
    record Load(int requests, double seconds, long promptTokens, long cachedTokens, int failures) {}

    /**
     * Sends them, with caches that are empty.
     *
     * @param chats bodies of chat requests
     * @param images how many images are in work at once
     * @param most how many requests are in work at once
     */
    Load send(List<byte[]> chats, Manner manner, int images, int most) throws InterruptedException {
        List<List<byte[]>> groups = groups(chats, manner);
        Semaphore places = new Semaphore(most);
        boolean leader = manner == Manner.AS_RECORDED || manner == Manner.IMAGE_LAST;
        try (HttpClient client = client();
                ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService looks = Executors.newFixedThreadPool(images)) {
            post(client, "/reset_prefix_cache");
            post(client, "/reset_mm_cache");
            post(client, "/reset_encoder_cache");
            long cachedBefore = metric(client, "vllm:prefix_cache_hits_total");
            long promptBefore = metric(client, "vllm:prompt_tokens_total");
            long begun = System.nanoTime();
            List<Future<Integer>> sent = new ArrayList<>();
            for (List<byte[]> group : groups) {
                sent.add(looks.submit(() -> group(client, requests, places, group, leader)));
            }
            int failures = 0;
            for (Future<Integer> each : sent) {
                failures += get(each);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new Load(
                    chats.size(),
                    seconds,
                    metric(client, "vllm:prompt_tokens_total") - promptBefore,
                    metric(client, "vllm:prefix_cache_hits_total") - cachedBefore,
                    failures);
        }
    }

    /** A number that the server counts, summed over all that it serves. */
    long metric(String name) throws InterruptedException {
        try (HttpClient client = client()) {
            return metric(client, name);
        }
    }

    /** Empties the caches. */
    void forget() throws InterruptedException {
        try (HttpClient client = client()) {
            post(client, "/reset_prefix_cache");
            post(client, "/reset_mm_cache");
            post(client, "/reset_encoder_cache");
        }
    }

    private int group(HttpClient client, ExecutorService requests, Semaphore places, List<byte[]> group, boolean leader)
            throws InterruptedException {
        int failures = 0;
        List<byte[]> rest = group;
        if (leader) {
            failures += one(client, places, group.getFirst());
            rest = group.subList(1, group.size());
        }
        List<Future<Integer>> sent = new ArrayList<>();
        for (byte[] chat : rest) {
            Callable<Integer> request = () -> one(client, places, chat);
            sent.add(requests.submit(request));
        }
        for (Future<Integer> each : sent) {
            failures += get(each);
        }
        return failures;
    }

    private int one(HttpClient client, Semaphore places, byte[] chat) throws InterruptedException {
        places.acquire();
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve("/v1/chat/completions"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(chat))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == OK ? 0 : 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            places.release();
        }
    }

    /** The requests of each image. Sent at once or behind the question, each has the whole image with it. */
    private static List<List<byte[]>> groups(List<byte[]> chats, Manner manner) {
        Map<String, List<byte[]>> groups = new LinkedHashMap<>();
        Map<String, JsonNode> images = new LinkedHashMap<>();
        try {
            for (byte[] chat : chats) {
                ObjectNode body = (ObjectNode) JSON.readTree(chat);
                JsonNode content = body.at("/messages/0/content");
                if (!content.isArray()) {
                    groups.computeIfAbsent("none " + groups.size(), name -> new ArrayList<>())
                            .add(chat);
                    continue;
                }
                ObjectNode image = (ObjectNode) content.get(0);
                String name = image.path("uuid").asText();
                if (image.path("image_url").isObject()) {
                    images.putIfAbsent(name, image.path("image_url"));
                }
                if (manner != Manner.AS_RECORDED) {
                    image.set("image_url", images.get(name));
                }
                if (manner == Manner.IMAGE_LAST || manner == Manner.NEITHER) {
                    ArrayNode parts = (ArrayNode) content;
                    parts.add(parts.remove(0));
                }
                groups.computeIfAbsent(name, other -> new ArrayList<>()).add(JSON.writeValueAsBytes(body));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(groups.values());
    }

    private long metric(HttpClient client, String name) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics")).build();
        try {
            String text =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(\\{[^}]*})? ([0-9.e+]+)$")
                    .matcher(text);
            double sum = 0;
            boolean found = false;
            while (line.find()) {
                sum += Double.parseDouble(line.group(2));
                found = true;
            }
            if (!found) {
                throw new IllegalStateException(server + " does not count " + name);
            }
            return Math.round(sum);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void post(HttpClient client, String path) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != OK) {
                throw new IllegalStateException(server.resolve(path) + " answered " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An offer to go on with HTTP/2 makes some servers lose the body. */
    private static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private static int get(Future<Integer> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
