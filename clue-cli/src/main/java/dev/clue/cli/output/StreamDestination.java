package dev.clue.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Standard output, or a device: what is written is gone at once. */
final class StreamDestination implements Destination {

    private final String name;
    private final OutputStream out;
    private final boolean owned;
    private final boolean piecewise;

    /**
     * @param piecewise whether each piece that is written can be used without those that follow
     * @param owned whether closing this closes the stream
     */
    StreamDestination(String name, OutputStream out, boolean piecewise, boolean owned) {
        this.name = name;
        this.out = out;
        this.piecewise = piecewise;
        this.owned = owned;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new OutputException(
                    name + " cannot be written: " + e.getMessage() + ": the run ended there; "
                            + (piecewise
                                    ? "the verdicts before are whole, the last one may be cut off"
                                    : "what was written is not complete and cannot be used")
                            + "; make room or name another file with --output, and run again (a file of --format"
                            + " jsonl goes on where it ended with --resume)",
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
