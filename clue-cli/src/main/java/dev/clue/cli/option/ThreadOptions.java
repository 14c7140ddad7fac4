package dev.clue.cli.option;

import dev.clue.error.ConfigurationException;
import picocli.CommandLine.Option;

/** How many images are judged at the same time: an option of every command that judges many. */
public final class ThreadOptions {

    private static final int MOST = 1024;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Images judged at the same time, at most " + MOST
                    + " (default: ${DEFAULT-VALUE}; one image already uses several processors).")
    private int threads = 1;

    /**
     * How many.
     *
     * @throws ConfigurationException if it is out of its range
     */
    public int threads() {
        if (threads < 1 || threads > MOST) {
            throw new ConfigurationException("--threads: must be 1 to " + MOST + ", but is " + threads);
        }
        return threads;
    }
}
