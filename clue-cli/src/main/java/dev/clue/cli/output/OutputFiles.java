package dev.clue.cli.output;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Opens the places where results go. Everything that can be wrong with one is found here, before any work. */
public final class OutputFiles {

    private static final String OUTPUT = "--output";

    private OutputFiles() {}

    /** What to do with a file that is there already. */
    public enum Existing {
        /** Refuse. */
        KEEP,
        /** Begin anew. */
        OVERWRITE,
        /** Go on where it ends; only for {@link #append}. */
        RESUME
    }

    /**
     * Standard output.
     *
     * @param piecewise whether each piece that is written can be used without those that follow
     */
    public static Destination standardOutput(OutputStream out, boolean piecewise) {
        return new StreamDestination("standard output", out, piecewise, false);
    }

    /**
     * A file that grows line by line.
     *
     * @throws ConfigurationException if it cannot be opened, is in use, or is there and should be kept
     */
    public static AppendedFile append(Path file, Existing existing, InstantSource clock) {
        if (existing != Existing.RESUME) {
            requireAbsent(file, existing, "continue it with --resume, replace it with --overwrite, or name another");
        }
        boolean fresh = !Files.exists(file);
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            FileLock lock = lock(file, OUTPUT, channel);
            if (existing != Existing.RESUME) {
                channel.truncate(0);
            }
            return new AppendedFile(file, channel, lock, fresh, clock);
        } catch (IOException e) {
            throw unusable(file, OUTPUT, e);
        }
    }

    /**
     * A file that appears when it is complete.
     *
     * @throws ConfigurationException if it cannot be opened, is in use, or is there and should be kept
     */
    public static Destination replace(Path file, Existing existing) {
        return replace(OUTPUT, file, existing);
    }

    /**
     * A file that appears when it is complete, named by another option than {@code --output}.
     *
     * @param option that named it
     * @throws ConfigurationException if it cannot be opened, is in use, or is there and should be kept
     */
    public static Destination replace(String option, Path file, Existing existing) {
        requireAbsent(file, existing, "replace it with --overwrite, or name another with " + option);
        Path part = ReplacedFile.partOf(file);
        try {
            if (Files.isDirectory(file)) {
                throw new ConfigurationException(file + ": a folder, not a file: name a file with " + option);
            }
            requireNoLink(option, file);
            FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            FileLock lock = lock(file, option, channel);
            channel.truncate(0);
            return new ReplacedFile(option, file, part, channel, lock);
        } catch (IOException e) {
            throw unusable(file, option, e);
        }
    }

    /**
     * A pipe or a device, such as {@code /dev/stdout}: neither locked nor moved.
     *
     * @param piecewise whether each piece that is written can be used without those that follow
     * @return empty if the path is an ordinary file, or nothing yet
     * @throws ConfigurationException if it cannot be opened
     */
    public static Optional<Destination> device(Path file, boolean piecewise) {
        if (!Files.exists(file) || Files.isRegularFile(file) || Files.isDirectory(file)) {
            return Optional.empty();
        }
        try {
            OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE);
            return Optional.of(new StreamDestination(file.toString(), out, piecewise, true));
        } catch (IOException e) {
            throw unusable(file, OUTPUT, e);
        }
    }

    private static void requireAbsent(Path file, Existing existing, String advice) {
        try {
            if (existing == Existing.KEEP && Files.isRegularFile(file) && Files.size(file) > 0) {
                throw new ConfigurationException(file + ": exists: " + advice);
            }
        } catch (IOException e) {
            throw unusable(file, OUTPUT, e);
        }
    }

    /**
     * Finds out before any work is done whether a file could be gathered beside its place: what stands there is begun
     * anew, and a link must not lead that to another file.
     *
     * @param option that named the file, or the folder that it is in
     * @throws ConfigurationException if a link, a folder or a device stands there
     */
    public static void requireNoLink(String option, Path file) {
        Path part = ReplacedFile.partOf(file);
        if (Files.exists(part, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
            throw new ConfigurationException(part + ": no ordinary file, but " + file
                    + " is written there until it is complete: remove it, or name another place with " + option);
        }
    }

    private static FileLock lock(Path file, String option, FileChannel channel) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new ConfigurationException(
                    file + ": another run is writing it: wait for that run, or name another file with " + option);
        }
        return lock;
    }

    private static ConfigurationException unusable(Path file, String option, IOException cause) {
        String why = switch (cause) {
            case NoSuchFileException e -> "no such folder";
            default -> IoReason.of(cause);
        };
        return new ConfigurationException(
                file + ": cannot be opened for writing: " + why + ": name another file with " + option, cause);
    }
}
