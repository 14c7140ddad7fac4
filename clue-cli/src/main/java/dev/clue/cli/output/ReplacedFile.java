package dev.clue.cli.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file that appears whole or not at all: it is written under another name beside its place and moved there when
 * it is complete. The other name is locked meanwhile.
 */
final class ReplacedFile implements Destination {

    private final String option;
    private final Path file;
    private final Path part;
    private final FileChannel channel;
    private final FileLock lock;
    private boolean published;

    /** @param option that named the file */
    ReplacedFile(String option, Path file, Path part, FileChannel channel, FileLock lock) {
        this.option = option;
        this.file = file;
        this.part = part;
        this.channel = channel;
        this.lock = lock;
    }

    /** Where the file is written before it is complete. */
    static Path partOf(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void publish() throws IOException {
        try {
            channel.force(true);
            move();
            published = true;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            if (!published) {
                Files.deleteIfExists(part);
            }
            lock.release();
        }
    }

    private void move() throws IOException {
        try {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private OutputException failed(IOException cause) {
        return new OutputException(
                file + " cannot be written: " + cause.getMessage() + ": this run leaves no file, and one that was there"
                        + " before is as it was; make room or name another file with " + option
                        + ", and run again (--format jsonl keeps every verdict and goes on with --resume)",
                cause);
    }
}
