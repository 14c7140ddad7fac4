package dev.clue.cli.output;

import dev.clue.error.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
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

    /** What is done with each line that is already there. */
    @FunctionalInterface
    public interface Lines {
        /**
         * @param number from 1
         * @throws ConfigurationException if the line does not belong into this file
         */
        void accept(long number, String line);
    }

    /**
     * Reads the lines that are there, then drops a last one that was not finished and goes to the end.
     *
     * @param beginning how every line begins; an unfinished one that begins otherwise is not ours to drop
     * @return whether an unfinished line was dropped
     * @throws ConfigurationException if the file cannot be read, or ends with what is no unfinished line of ours; it
     *     is left as it is
     */
    public boolean resume(String beginning, Lines lines) {
        // The channel stays open: closing a second one on the same file would release the lock (POSIX).
        try {
            long end = endOfLastLine();
            boolean torn = end < channel.size();
            readLines(beginning, lines, torn);
            channel.truncate(end);
            channel.position(end);
            return torn;
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read to resume it: " + e.getMessage(), e);
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

    private void readLines(String beginning, Lines lines, boolean torn) throws IOException {
        channel.position(0);
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        long number = 0;
        String previous = null;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (previous != null) {
                lines.accept(++number, previous);
            }
            previous = line;
        }
        if (previous == null) {
            return;
        }
        number++;
        if (!torn) {
            lines.accept(number, previous);
        } else if (!previous.startsWith(beginning) && !beginning.startsWith(previous)) {
            throw new ConfigurationException(file + ":" + number
                    + ": this file cannot be continued: its last line is not finished and does not begin like a verdict"
                    + " ("
                    + beginning + "): name another file with --output, or remove the line if nobody needs it");
        }
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

    private long endOfLastLine() throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            channel.read(one, end - 1);
            if (one.get(0) == LINE_FEED) {
                return end;
            }
        }
        return 0;
    }
}
