package dev.clue.constitution;

import dev.clue.error.ConfigurationException;
import dev.clue.error.IoReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes a file so that it is there whole, as it was before or as it is now, whatever happens. */
public final class WholeFile {

    private WholeFile() {}

    /**
     * Writes it; what a link leads to is written, and the link stays.
     *
     * @throws ConfigurationException if it cannot be written; what was there before still is
     */
    public static void write(Path file, String text) {
        Path target = target(file);
        Path part = part(target);
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            move(part, target);
        } catch (IOException e) {
            discard(part, e);
            throw cannotWrite(file, e);
        }
    }

    /** @throws ConfigurationException if the file's folder is none, or not ours to write in */
    static void requireWritable(Path file) {
        try {
            Path part = part(target(file));
            Files.write(part, new byte[0]);
            Files.delete(part);
        } catch (IOException e) {
            throw cannotWrite(file, e);
        }
    }

    private static Path part(Path target) {
        return target.resolveSibling(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
    }

    private static ConfigurationException cannotWrite(Path file, IOException e) {
        return new ConfigurationException(
                file + " cannot be written: " + IoReason.of(e)
                        + ": what was there before is as it was; check the folder and the disk, and run again",
                e);
    }

    /** What a link leads to. */
    private static Path target(Path file) {
        try {
            return Files.isSymbolicLink(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw new ConfigurationException(
                    file + " cannot be written: it is a link that leads nowhere: mend or remove the link", e);
        }
    }

    private static void move(Path part, Path file) throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void discard(Path part, IOException cause) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
