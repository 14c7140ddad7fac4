package dev.clue.cli.output;

import java.io.Closeable;
import java.io.IOException;

/** Where the bytes of a result go. Used by one thread at a time. */
public interface Destination extends Closeable {

    /**
     * Writes all of it, or fails.
     *
     * @throws OutputException if it cannot be written
     */
    void write(byte[] bytes) throws IOException;

    /**
     * The result is complete: it becomes visible, and survives a power cut.
     *
     * @throws OutputException if that fails
     */
    void publish() throws IOException;

    /** Releases it. What was not published is given up, or kept as far as it is valid. */
    @Override
    void close() throws IOException;
}
