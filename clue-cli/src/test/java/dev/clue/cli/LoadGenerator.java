package dev.clue.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.cli.RecordingProxy.Chat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Sends recorded requests as fast as a server takes them, and does nothing else: no answer is read, nothing is tried
 * again.
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
        /** What is asked about an image in the steps of Algorithm 1, all of a step at once. */
        IN_STEPS(true, false, false),
        /** The same, the first request about an image alone, and the image by its name after that. */
        IN_STEPS_WITH_LEADER(true, true, false),
        /** All requests about an image at once, as nobody can who has to read the answers. */
        ALL_AT_ONCE(false, false, false),
        /** In steps, the image behind the question. */
        IMAGE_LAST(true, false, true),
        /** The same, the first request about an image alone. */
        IMAGE_LAST_WITH_LEADER(true, true, true);

        private final boolean steps;
        private final boolean leader;
        private final boolean imageLast;

        Manner(boolean steps, boolean leader, boolean imageLast) {
            this.steps = steps;
            this.leader = leader;
            this.imageLast = imageLast;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /**
     * Sends them.
     *
     * @param images how many images are in work at once
     * @param most how many requests are in work at once
     * @return how many answers were no success
     */
    int send(List<Chat> chats, Manner manner, int images, int most) throws InterruptedException {
        Semaphore places = new Semaphore(most);
        List<List<List<byte[]>>> all = steps(chats, manner);
        try (HttpClient client = VllmMetrics.client();
                ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();
                ExecutorService looks = Executors.newFixedThreadPool(images)) {
            List<Future<Integer>> sent = new ArrayList<>();
            for (List<List<byte[]>> steps : all) {
                sent.add(looks.submit(() -> one(client, requests, places, steps)));
            }
            int failures = 0;
            for (Future<Integer> each : sent) {
                failures += get(each);
            }
            return failures;
        }
    }

    private int one(HttpClient client, ExecutorService requests, Semaphore places, List<List<byte[]>> steps)
            throws InterruptedException {
        int failures = 0;
        for (List<byte[]> step : steps) {
            List<Future<Integer>> sent = new ArrayList<>();
            for (byte[] chat : step) {
                Callable<Integer> request = () -> one(client, places, chat);
                sent.add(requests.submit(request));
            }
            for (Future<Integer> each : sent) {
                failures += get(each);
            }
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

    /** The requests of each image, in the steps in which they are sent. */
    private static List<List<List<byte[]>>> steps(List<Chat> chats, Manner manner) {
        Map<String, List<List<byte[]>>> all = new LinkedHashMap<>();
        Map<String, Integer> last = new LinkedHashMap<>();
        Map<String, JsonNode> pictures = new LinkedHashMap<>();
        for (Chat chat : chats) {
            List<List<byte[]>> steps = all.computeIfAbsent(chat.image(), name -> new ArrayList<>());
            boolean first = steps.isEmpty();
            boolean afterLeader = manner.leader && steps.size() == 1;
            int before = last.getOrDefault(chat.image(), 0);
            if (first || afterLeader || (manner.steps && chat.step() != before)) {
                steps.add(new ArrayList<>());
            }
            last.put(chat.image(), chat.step());
            steps.getLast().add(body(chat, manner, pictures, manner.leader && !first));
        }
        return List.copyOf(all.values());
    }

    /** The image goes whole with each request, unless one before it has been answered. */
    private static byte[] body(Chat chat, Manner manner, Map<String, JsonNode> pictures, boolean byName) {
        try {
            ObjectNode body = (ObjectNode) JSON.readTree(chat.body());
            if (!(body.at("/messages/0/content") instanceof ArrayNode parts)) {
                return chat.body();
            }
            ObjectNode image = (ObjectNode) parts.get(0);
            if (image.path("image_url").isObject()) {
                pictures.putIfAbsent(chat.image(), image.path("image_url"));
            }
            if (byName) {
                image.putNull("image_url");
            } else if (!manner.steps) {
                image.set("image_url", pictures.get(chat.image()));
            }
            if (manner.imageLast) {
                parts.add(parts.remove(0));
            }
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int get(Future<Integer> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
