package dev.clue.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.terminal.Terminal;
import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The line of an image that could not be judged. */
class TextLinesTest {

    @Test
    void whatToDoIsSeenAtEightyColumns() throws IOException {
        String message = "The models know drawings only. "
                + "For photographs name a folder with other models. ".repeat(5) + "Or pass --any-image.";
        assertThat(written(message)).contains("--any-image.").doesNotContain("…");
    }

    @Test
    void aMessageWithoutEndIsCutOff() throws IOException {
        assertThat(written("far too long ".repeat(1000))).contains("…").hasLineCount(9);
    }

    private static String written(String message) throws IOException {
        StringBuilder text = new StringBuilder();
        Destination destination = new Destination() {
            @Override
            public void write(byte[] bytes) {
                text.append(new String(bytes, StandardCharsets.UTF_8));
            }

            @Override
            public void publish() {}

            @Override
            public void close() {}
        };
        Terminal terminal = new Terminal(false, false, Terminal.DEFAULT_WIDTH);
        try (TextLines lines = new TextLines(destination, terminal, TextLines.Evidence.NONE)) {
            lines.accept(undecided(message));
        }
        return text.toString();
    }

    private static ImageVerdict undecided(String message) {
        ModelIdentity model = new ModelIdentity("scripted", "sha256:" + "a".repeat(64));
        return new ImageVerdict(
                "0123456789abcdef0123456789abcdef",
                new ImageVerdict.ImageReference("photo.png", "b".repeat(64), 8, 8, 100L, 0),
                new ImageVerdict.ConstitutionReference("playground", 1, "c".repeat(64)),
                ImageVerdict.Outcome.UNDECIDED,
                0.49,
                List.of(),
                new ImageVerdict.Models(model, null, null),
                "1",
                "paper",
                Usage.NONE,
                new TreeMap<>(),
                "0.1.0",
                Instant.EPOCH,
                new Failure("outside_domain", message));
    }
}
