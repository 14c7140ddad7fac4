package dev.clue.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What vLLM counts itself, and its caches. It lets go of these only where it was started for tests.
 *
 * @param server the base address
 */
record VllmMetrics(URI server) {

    private static final int OK = 200;

    /** Something that sends requests and has its own word on how many were no success. */
    @FunctionalInterface
    interface Sending {

        /** Sends them, and says how many were no success. */
        int send() throws IOException, InterruptedException;
    }

    /**
     * What requests took.
     *
     * @param requests how many were answered
     * @param seconds how long that took
     * @param inWork how many of them the server had at the same time, on average
     * @param promptTokens tokens of all prompts
     * @param cachedTokens those of them that it found in its prefix cache
     * @param failures answers other than success
     */
    record Load(long requests, double seconds, double inWork, double promptTokens, double cachedTokens, int failures) {

        double perSecond() {
            return requests / seconds;
        }
    }

    private record Counted(double requests, double requestSeconds, double promptTokens, double cachedTokens) {}

    static VllmMetrics of(String address) {
        return new VllmMetrics(URI.create(address));
    }

    /** What it takes to send something with caches that are empty. */
    Load of(Sending sending) throws IOException, InterruptedException {
        try (HttpClient client = client()) {
            forget(client);
            Counted before = counted(client);
            long begun = System.nanoTime();
            int failures = sending.send();
            double seconds = (System.nanoTime() - begun) / 1e9;
            Counted after = counted(client);
            return new Load(
                    Math.round(after.requests - before.requests),
                    seconds,
                    (after.requestSeconds - before.requestSeconds) / seconds,
                    after.promptTokens - before.promptTokens,
                    after.cachedTokens - before.cachedTokens,
                    failures);
        }
    }

    /** A client as simple servers want it: an offer to go on with HTTP/2 makes some lose the body. */
    static HttpClient client() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    private void forget(HttpClient client) throws IOException, InterruptedException {
        for (String cache : new String[] {"/reset_prefix_cache", "/reset_mm_cache", "/reset_encoder_cache"}) {
            HttpRequest request = HttpRequest.newBuilder(server.resolve(cache))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != OK) {
                throw new IllegalStateException(server.resolve(cache) + " answered " + status);
            }
        }
    }

    private Counted counted(HttpClient client) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(server.resolve("/metrics")).build();
        try {
            String text =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return new Counted(
                    number(text, "vllm:request_success_total"),
                    number(text, "vllm:e2e_request_latency_seconds_sum"),
                    number(text, "vllm:prompt_tokens_total"),
                    number(text, "vllm:prefix_cache_hits_total"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A number, summed over all that the server serves and all ways in which requests end. */
    private double number(String text, String name) {
        Matcher line = Pattern.compile("(?m)^" + Pattern.quote(name) + "(\\{[^}]*})? ([0-9.e+-]+)$")
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
        return sum;
    }
}
