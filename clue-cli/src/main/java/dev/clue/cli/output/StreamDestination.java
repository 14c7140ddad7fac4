package dev.clue.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output, or a device: what is written is gone at once. */
final class StreamDestination implements Destination {

    private final String name;
    private final OutputStream out;
    private final boolean owned;

    /** @param owned whether closing this closes the stream */
    StreamDestination(String name, OutputStream out, boolean owned) {
        this.name = name;
        this.out = out;
        this.owned = owned;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new OutputException(
                    name + " cannot be written: " + e.getMessage() + ": what was written before is valid; the rest was"
                            + " not judged",
                    e);
        }
    }

    @Override
    public void publish() {}

    @Override
    public void close() throws IOException {
        if (owned) {
            out.close();
        }
    }
}
