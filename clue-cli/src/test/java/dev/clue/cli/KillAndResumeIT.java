package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch is killed (SIGKILL) at random points, each time after it was resumed: no image is lost, none is there twice. */
class KillAndResumeIT {

    private static final int IMAGES = 150;
    private static final int KILLS = 20;
    private static final long SEED = 20261124;
    private static final long DELAY_MILLIS = 25;

    @TempDir
    Path folder = Path.of("");

    @Test
    void nothingIsLostOrThereTwice() throws Exception {
        Clue clue = new Clue(folder).constitution();
        List<Integer> colours = List.of(PaintedModels.RED, PaintedModels.GREEN, PaintedModels.BLUE);
        for (int i = 0; i < IMAGES; i++) {
            clue.image("images/%03d.png".formatted(i), colours.get(i % colours.size()));
        }
        Path output = folder.resolve("out.jsonl");
        Random random = new Random(SEED);
        int killedInWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(clue, output);
            // From before the first line is written to some ten images later.
            boolean ended = process.waitFor(250 + random.nextInt(700), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            killedInWork += ended ? 0 : 1;
            requireValidBesidesTheLastLine(output);
        }
        assertThat(killedInWork).as("kills that hit a running batch").isGreaterThanOrEqualTo(KILLS / 2);

        Process last = start(clue, output);
        assertThat(last.waitFor()).isZero();
        List<String> names = Files.readAllLines(output).stream()
                .map(VerdictJson::read)
                .map(verdict -> Path.of(verdict.image().uri()).getFileName().toString())
                .toList();
        assertThat(names).hasSize(IMAGES).doesNotHaveDuplicates().isSorted();
    }

    private static Process start(Clue clue, Path output) throws IOException {
        return ClueProcess.start(
                DELAY_MILLIS,
                "judge",
                clue.path("images"),
                "-c",
                clue.path("playground.clue.yaml"),
                "-o",
                output.toString(),
                "--resume",
                "--threads",
                "2");
    }

    private static void requireValidBesidesTheLastLine(Path output) throws IOException {
        if (Files.exists(output)) {
            String text = Files.readString(output);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(VerdictJson::read);
        }
    }
}
