package dev.clue.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a terminal shows that results and the bar are both written to. */
class StatusLineTest {

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(terminal, true, StandardCharsets.UTF_8);

    @Test
    void resultsStandOnLinesOfTheirOwnAboveTheBar() throws IOException {
        try (StatusLine line = new StatusLine(stream, 40)) {
            line.accept("\rjudging 0/2");
            line.aside(() -> stream.print("SAFE a.png\n"));
            line.accept("\rjudging 1/2");
            line.aside(() -> stream.print("SAFE b.png\n"));
            assertThat(shown()).isEqualTo("SAFE a.png\nSAFE b.png\njudging 1/2");
        }
    }

    /** As a terminal does it: after a carriage return, signs replace those that are there. */
    private String shown() {
        return Arrays.stream(terminal.toString(StandardCharsets.UTF_8).split("\n", -1))
                .map(StatusLineTest::overwritten)
                .collect(Collectors.joining("\n"));
    }

    private static String overwritten(String line) {
        StringBuilder shown = new StringBuilder();
        for (String pass : line.split("\r", -1)) {
            shown.replace(0, Math.min(pass.length(), shown.length()), pass);
        }
        return shown.toString().stripTrailing();
    }
}
