package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A file of JSON lines that another process is writing.
 *
 * @param file where it is
 */
record GrowingFile(Path file) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long POLL_MILLIS = 2;

    /** What is there but for a last line that is not finished; each line must be a JSON object. */
    List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : finished().lines().toList()) {
            try {
                JsonNode node = JSON.readTree(line);
                assertThat(node.isObject()).as("%s: %s", file, line).isTrue();
                lines.add(node);
            } catch (IOException e) {
                throw new AssertionError(file + ": " + line, e);
            }
        }
        return lines;
    }

    /** Everything up to the last line feed. */
    String finished() {
        try {
            String text = Files.exists(file) ? Files.readString(file) : "";
            return text.substring(0, text.lastIndexOf('\n') + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long bytes() throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /**
     * Waits until the file has grown, or the process has ended.
     *
     * @return whether it has grown in time and the process is alive
     */
    boolean grown(Process process, long toBytes, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() < end) {
            if (bytes() >= toBytes) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }
}
