package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.verdict.VerdictJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The disk ends in the middle of a verdict: here a limit on the size of files, which fails in the same way. */
@EnabledOnOs({OS.LINUX, OS.MAC})
class DiskFullIT {

    @TempDir
    Path folder = Path.of("");

    @Test
    void whatWasWrittenIsValidAndTheRestFollowsWhenThereIsRoom() throws Exception {
        Clue clue = new Clue(folder).constitution();
        for (int i = 0; i < 40; i++) {
            clue.image("images/%03d.png".formatted(i), PaintedModels.GREEN);
        }
        Path output = folder.resolve("out.jsonl");
        String[] arguments = {
            "judge", clue.path("images"), "-c", clue.path("playground.clue.yaml"), "-o", output.toString(), "--resume"
        };
        String command = ClueProcess.command(0, arguments).stream()
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" "));
        Process limited = new ProcessBuilder("bash", "-c", "ulimit -f 16; exec " + command)
                .redirectErrorStream(true)
                .start();
        String said = new String(limited.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(limited.waitFor()).as(said).isEqualTo(ExitStatus.INTERNAL.code());
        assertThat(said).contains("out.jsonl cannot be written").contains("--resume");
        List<String> lines = Files.readAllLines(output);
        assertThat(lines).hasSizeBetween(1, 39).allSatisfy(VerdictJson::read);
        assertThat(Files.readString(output)).endsWith("\n");

        assertThat(ClueProcess.start(0, arguments).waitFor()).isZero();
        assertThat(Files.readAllLines(output)).hasSize(40).doesNotHaveDuplicates();
    }
}
