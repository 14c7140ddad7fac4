package dev.clue.eval.store;

import dev.clue.error.ConfigurationException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that only grows and is valid after each of them: a line is handed to the operating system in one
 * piece, so a killed process loses at most the line at hand. A last line that was not finished is dropped when the
 * file is opened, unless it is the only one and not ours. The file is locked while it is open. May be used by several threads at once.
 */
public final class AppendedLines implements AutoCloseable {

    private static final char LINE_FEED = '\n';

    private final Path file;
    private final FileChannel channel;
    private final boolean made;
    private boolean torn;
    private String waiting = "";

    /** @param made whether the file was not there before; then it goes away again if nothing is written */
    private AppendedLines(Path file, FileChannel channel, boolean made) {
        this.file = file;
        this.channel = channel;
        this.made = made;
    }

    /** What is done with each line that is there already. */
    @FunctionalInterface
    public interface Reader {
        /**
         * @param number from 1
         * @throws ConfigurationException if the line does not belong into this file
         */
        void accept(long number, String line);
    }

    /**
     * Opens a file, reads its lines, and goes to their end. One that is not there is made, and goes away again if nothing
     * is written to it.
     *
     * @param beginning how the first line begins
     * @throws ConfigurationException if it cannot be opened or read, is in use, or the reader throws one; the file
     *     stays as it is
     */
    public static AppendedLines open(Path file, String beginning, Reader reader) {
        FileChannel channel = null;
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            boolean made = !Files.exists(file);
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            AppendedLines lines = new AppendedLines(file, channel, made);
            lines.lock();
            lines.read(beginning, reader);
            return lines;
        } catch (IOException e) {
            close(channel, e);
            throw new ConfigurationException(
                    file + ": cannot be opened to be continued (" + e.getMessage()
                            + "): check its permissions, or name another folder",
                    e);
        } catch (RuntimeException e) {
            close(channel, e);
            throw e;
        }
    }

    /** Where it is. */
    public Path file() {
        return file;
    }

    /** Whether a last line was not finished, and was dropped. */
    public boolean torn() {
        return torn;
    }

    /** States a first line, which is written with the next one that is appended: a file has no head alone. */
    public synchronized void beginWith(String line) {
        waiting = line + LINE_FEED;
    }

    /**
     * Appends a line. One that can be written only in part is taken back.
     *
     * @param line without its end
     * @throws UncheckedIOException if it cannot be written, such as on a full disk
     */
    public synchronized void append(String line) {
        try {
            long start = channel.position();
            try {
                ByteBuffer bytes = ByteBuffer.wrap((waiting + line + LINE_FEED).getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                waiting = "";
            } catch (IOException e) {
                takeBack(start, e);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be written (" + e.getMessage()
                            + "): every line before is kept; make room and continue the run",
                    e);
        }
    }

    /** Forces what was written to the disk and gives the file back; one that was made for nothing goes away. */
    @Override
    public synchronized void close() {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            channel.force(false);
            if (made && channel.size() == 0) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be forced to the disk (" + e.getMessage()
                            + "): its last lines may be lost if the machine stops; check the disk",
                    e);
        }
    }

    private void lock() throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            throw new ConfigurationException(
                    file + ": another run is writing it: wait for that run, or name another folder");
        }
    }

    private void read(String beginning, Reader reader) throws IOException {
        long end = endOfLastLine();
        torn = end < channel.size();
        channel.position(0);
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        long number = 0;
        String previous = lines.readLine();
        if (end == 0) {
            requireOurs(previous, beginning);
        }
        while (previous != null) {
            String next = lines.readLine();
            if (next != null || !torn) {
                reader.accept(++number, previous);
            }
            previous = next;
        }
        channel.truncate(end);
        channel.position(end);
    }

    /** A single unfinished line may be anything: only the beginning of a first line of ours is dropped. */
    private void requireOurs(@Nullable String line, String beginning) {
        if (line != null && !line.startsWith(beginning) && !beginning.startsWith(line)) {
            throw new ConfigurationException(file + ":1: this file cannot be continued: it would begin with "
                    + beginning + ": name another file, or move this one away");
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

    private void takeBack(long start, IOException cause) {
        try {
            channel.truncate(start);
            channel.position(start);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void close(@Nullable FileChannel channel, Exception cause) {
        if (channel != null) {
            try (channel) {
                return;
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }
}
