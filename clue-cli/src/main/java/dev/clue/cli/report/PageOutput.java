package dev.clue.cli.report;

import dev.clue.cli.output.Destination;
import gg.jte.TemplateOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What a template writes, on its way to a destination. */
final class PageOutput implements TemplateOutput {

    private static final int LARGE = 1 << 16;

    private final Destination destination;
    private final StringBuilder waiting = new StringBuilder();

    PageOutput(Destination destination) {
        this.destination = destination;
    }

    @Override
    public void writeContent(String value) {
        writeContent(value, 0, value.length());
    }

    @Override
    public void writeContent(String value, int begin, int end) {
        waiting.append(value, begin, end);
        if (waiting.length() >= LARGE) {
            try {
                flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    void flush() throws IOException {
        int end = waiting.length();
        if (end > 0 && Character.isHighSurrogate(waiting.charAt(end - 1))) {
            end--; // its other half comes with the next piece
        }
        destination.write(waiting.substring(0, end).getBytes(StandardCharsets.UTF_8));
        waiting.delete(0, end);
    }
}
