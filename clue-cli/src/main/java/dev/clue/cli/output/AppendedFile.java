package dev.clue.cli.output;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/**
 * A file that grows record by record, and is valid after every one of them. Each record is handed to the operating
 * system in one piece, so that a killed process loses at most the record at hand; what the system holds is forced
 * to the disk every few seconds, for power cuts. A record that could be written only in part is taken back. The
 * file is locked while it is open.
 */
public final class AppendedFile implements Destination {

    /** How much work a power cut may cost. */
    static final Duration FORCE_INTERVAL = Duration.ofSeconds(5);

    private static final int LINE_FEED = '\n';
    private static final int LONGEST_LINE_BYTES = 1 << 26;

    private final Path file;
    private final FileChannel channel;
    private final FileLock lock;
    private final InstantSource clock;
    private final boolean fresh;
    private long forcedAtMillis;

    /** @param fresh whether the file was not there before; then it goes away again if nothing is written */
    AppendedFile(Path file, FileChannel channel, FileLock lock, boolean fresh, InstantSource clock) {
        this.file = file;
        this.fresh = fresh;
        this.channel = channel;
        this.lock = lock;
        this.clock = clock;
        this.forcedAtMillis = clock.millis();
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** What is done with the lines that are already there. */
    public interface Lines {
        /**
         * A line that ends with a line feed.
         *
         * @param number from 1
         * @throws ConfigurationException if the line does not belong into this file
         */
        void accept(long number, String line);

        /**
         * A last line without a line feed, which is dropped next.
         *
         * @param number from 1
         * @throws ConfigurationException if it is not ours to drop
         */
        void acceptUnfinished(long number, String line);
    }

    /**
     * Reads the lines that are there, then drops a last one that was not finished and goes to the end.
     *
     * @return whether an unfinished line was dropped
     * @throws ConfigurationException if the file cannot be read, or has lines that do not belong into it; it is left
     *     as it is
     */
    public boolean resume(Lines lines) {
        // The channel stays open: closing a second one on the same file would release the lock (POSIX).
        try {
            long end = readLines(lines);
            boolean torn = end < channel.size();
            channel.truncate(end);
            channel.position(end);
            return torn;
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read to resume it: " + IoReason.of(e), e);
        }
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        long start = channel.position();
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            if (clock.millis() - forcedAtMillis >= FORCE_INTERVAL.toMillis()) {
                force();
            }
        } catch (IOException e) {
            takeBack(start, e);
            throw new OutputException(
                    file + " cannot be written: " + e.getMessage() + ": every verdict before is kept; make room and"
                            + " run again with --resume, or name another file with --output",
                    e);
        }
    }

    @Override
    public void publish() throws IOException {
        try {
            force();
        } catch (IOException e) {
            throw new OutputException(
                    file + " cannot be forced to the disk: " + e.getMessage()
                            + ": verdicts of the last seconds may be lost if the machine stops; check the disk and run"
                            + " again with --resume",
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            if (fresh && channel.size() == 0) {
                Files.deleteIfExists(file);
            }
            lock.release();
        }
    }

    /** @return where the last line feed ends; a carriage return alone ends no line */
    private long readLines(Lines lines) throws IOException {
        channel.position(0);
        InputStream in = new BufferedInputStream(Channels.newInputStream(channel));
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long number = 1;
        long at = 0;
        long end = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
            at++;
            if (next == LINE_FEED) {
                lines.accept(number++, line.toString(StandardCharsets.UTF_8));
                line.reset();
                end = at;
            } else if (line.size() < LONGEST_LINE_BYTES) {
                line.write(next);
            } else {
                throw new ConfigurationException(file + ":" + number + ": this file cannot be continued: the line is"
                        + " longer than any verdict: name another file with --output");
            }
        }
        if (line.size() > 0) {
            lines.acceptUnfinished(number, line.toString(StandardCharsets.UTF_8));
        }
        return end;
    }

    private void force() throws IOException {
        channel.force(false);
        forcedAtMillis = clock.millis();
    }

    private void takeBack(long start, IOException cause) {
        try {
            channel.truncate(start);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
