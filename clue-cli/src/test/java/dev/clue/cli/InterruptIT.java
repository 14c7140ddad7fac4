package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, as a terminal sends it. */
@DisabledOnOs(OS.WINDOWS)
class InterruptIT {

    private static final int IMAGES = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void manyImages() {
        clue = new Clue(folder).constitution();
        for (int i = 0; i < IMAGES; i++) {
            clue.image("images/%03d.png".formatted(i), PaintedModels.GREEN);
        }
    }

    @Test
    void theImageAtHandIsFinishedAndTheFileIsValid() throws Exception {
        Path output = folder.resolve("out.jsonl");
        Process process = start(200, output);
        waitForFirstLine(output);
        interrupt(process, "INT");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
        String text = Files.readString(output);
        assertThat(text).endsWith("\n");
        assertThat(text.lines().map(VerdictJson::read).toList()).hasSizeBetween(1, IMAGES - 1);
    }

    @Test
    void aTerminationSignalDoesTheSame() throws Exception {
        Path output = folder.resolve("out.jsonl");
        Process process = start(200, output);
        waitForFirstLine(output);
        interrupt(process, "TERM");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
        assertThat(Files.readString(output)).endsWith("\n");
    }

    @Test
    void jsonAndHtmlAreCompleteFilesOfWhatWasFinished() throws Exception {
        for (String format : new String[] {"json", "html"}) {
            Path output = folder.resolve("out." + format);
            Process process = start(200, output);
            waitFor(folder.resolve("." + output.getFileName() + ".part"));
            TimeUnit.SECONDS.sleep(1);
            interrupt(process, "INT");
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
        }
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("out.json").toFile())
                        .isArray())
                .isTrue();
        assertThat(Files.readString(folder.resolve("out.html")))
                .contains("This run was interrupted")
                .endsWith("</html>\n");
    }

    @Test
    void theSecondOneStopsAtOnce() throws Exception {
        Path output = folder.resolve("out.jsonl");
        Process process = start(5_000, output);
        waitFor(output);
        TimeUnit.SECONDS.sleep(1);
        long start = System.nanoTime();
        interrupt(process, "INT");
        TimeUnit.MILLISECONDS.sleep(300);
        interrupt(process, "INT");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(process.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
    }

    private Process start(long delayMillis, Path output) throws IOException {
        return ClueProcess.start(
                delayMillis,
                "judge",
                clue.path("images"),
                "-c",
                clue.path("playground.clue.yaml"),
                "-o",
                output.toString());
    }

    private static void interrupt(Process process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void waitForFirstLine(Path output) throws Exception {
        waitFor(output);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (Files.size(output) == 0 && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void waitFor(Path file) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime()).as("%s appears in time", file).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
