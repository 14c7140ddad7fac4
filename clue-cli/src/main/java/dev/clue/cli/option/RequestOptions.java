package dev.clue.cli.option;

import dev.clue.error.ConfigurationException;
import dev.clue.openai.TransportOptions;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How many requests a server gets at once, and how long it may take: options of every command that may ask one. */
public final class RequestOptions {

    private static final int MOST_REQUESTS = 4096;
    private static final int LONGEST_TIMEOUT_SECONDS = 86_400;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "32",
            description = "openai: the most requests at once, at most " + MOST_REQUESTS
                    + "; how many there are adapts to the server (default: ${DEFAULT-VALUE}).")
    private int concurrency = TransportOptions.DEFAULT.concurrency();

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "openai: the longest wait for one answer (default: ${DEFAULT-VALUE}).")
    private int timeout = 120;

    /**
     * How patiently and how wide a server is asked.
     *
     * @throws ConfigurationException if a value is out of its range
     */
    public TransportOptions transport() {
        if (concurrency < 1 || concurrency > MOST_REQUESTS) {
            throw new ConfigurationException(
                    "--concurrency: must be 1 to " + MOST_REQUESTS + ", but is " + concurrency);
        }
        if (timeout < 1 || timeout > LONGEST_TIMEOUT_SECONDS) {
            throw new ConfigurationException(
                    "--timeout: must be 1 to " + LONGEST_TIMEOUT_SECONDS + " seconds, but is " + timeout);
        }
        return TransportOptions.DEFAULT.withConcurrency(concurrency).withAttemptTimeout(Duration.ofSeconds(timeout));
    }
}
