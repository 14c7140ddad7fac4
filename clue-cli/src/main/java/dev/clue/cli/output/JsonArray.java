package dev.clue.cli.output;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** One JSON array of all verdicts, one verdict a line. */
public final class JsonArray implements VerdictSink {

    private final Destination destination;
    private boolean first = true;

    /** Writes to the destination and closes it. */
    public JsonArray(Destination destination) {
        this.destination = destination;
    }

    @Override
    public void accept(ImageVerdict verdict) throws IOException {
        write((first ? "[\n" : ",\n") + VerdictJson.write(verdict));
        first = false;
    }

    @Override
    public void finish(Run run) throws IOException {
        write(first ? "[]\n" : "\n]\n");
        destination.publish();
    }

    @Override
    public void close() throws IOException {
        destination.close();
    }

    private void write(String text) throws IOException {
        destination.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
