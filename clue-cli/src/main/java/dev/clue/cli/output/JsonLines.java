package dev.clue.cli.output;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One verdict a line, each handed on at once. */
public final class JsonLines implements VerdictSink {

    private final Destination destination;

    /** Writes to the destination and closes it. */
    public JsonLines(Destination destination) {
        this.destination = destination;
    }

    @Override
    public void accept(ImageVerdict verdict) throws IOException {
        destination.write((VerdictJson.write(verdict) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void finish(Run run) throws IOException {
        destination.publish();
    }

    @Override
    public void close() throws IOException {
        destination.close();
    }
}
