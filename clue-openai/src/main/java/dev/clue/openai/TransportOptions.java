package dev.clue.openai;

import java.time.Duration;

/**
 * How patiently and how wide a server is asked.
 *
 * @param connectTimeout the longest wait for a connection
 * @param attemptTimeout the longest wait for one complete answer
 * @param attempts how often a request is sent at most, if what goes wrong may pass; 1 or more
 * @param totalTimeout the longest time for a request with all its attempts and pauses
 * @param concurrency the most requests at the same time; how many there really are adapts to the server
 * @param responseBytes the largest answer that is read
 */
public record TransportOptions(
        Duration connectTimeout,
        Duration attemptTimeout,
        int attempts,
        Duration totalTimeout,
        int concurrency,
        int responseBytes) {

    /** Two minutes an answer, eight attempts within five minutes, 32 requests at once, 16 MiB an answer. */
    public static final TransportOptions DEFAULT =
            new TransportOptions(Duration.ofSeconds(10), Duration.ofMinutes(2), 8, Duration.ofMinutes(5), 32, 16 << 20);

    /** @throws IllegalArgumentException if a number is below 1 or a time is not positive */
    public TransportOptions {
        if (attempts < 1 || concurrency < 1 || responseBytes < 1) {
            throw new IllegalArgumentException("attempts, concurrency and responseBytes must be 1 or more");
        }
        if (!connectTimeout.isPositive() || !attemptTimeout.isPositive() || !totalTimeout.isPositive()) {
            throw new IllegalArgumentException("time-outs must be positive");
        }
    }

    /** The same with this many requests at the same time at most. */
    public TransportOptions withConcurrency(int most) {
        return new TransportOptions(connectTimeout, attemptTimeout, attempts, totalTimeout, most, responseBytes);
    }

    /** The same with this longest wait for one answer; all attempts together may take two and a half times as long. */
    public TransportOptions withAttemptTimeout(Duration longest) {
        return new TransportOptions(
                connectTimeout, longest, attempts, longest.multipliedBy(5).dividedBy(2), concurrency, responseBytes);
    }
}
