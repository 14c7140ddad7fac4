package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code clue test --watch} in a process of its own, ended by Ctrl-C. */
@DisabledOnOs(OS.WINDOWS)
class WatchIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String WATCHING = "watching; Ctrl-C ends it";

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);
    private Path out = folder.resolve("out");

    @Nullable Process process;

    @BeforeEach
    void start() throws IOException {
        out = folder.resolve("out");
        clue = new Clue(folder)
                .file("policy/playground.clue.yaml", Clue.CONSTITUTION)
                .file("policy/playground.clue.test.yaml", "cases:\n  - {image: a.png, verdict: safe}\n")
                .image("policy/a.png", PaintedModels.GREEN);
        List<String> command = ClueProcess.command(0, "test", clue.path("policy"), "--watch");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    @Test
    void everyChangeRunsTheCasesAgainUntilCtrlC() throws Exception {
        awaitRuns(1);
        assertThat(Files.readString(out)).contains("1 case: 1 passed, 0 failed");

        clue.image("policy/a.png", PaintedModels.RED, 30, 30);
        awaitRuns(2);
        assertThat(Files.readString(out)).contains("1 case: 0 passed, 1 failed");

        clue.file("policy/playground.clue.test.yaml", "cases:\n  - {image: a.png, verdict: unsave}\n");
        awaitRuns(3);
        assertThat(Files.readString(out)).contains("did you mean 'unsafe'?");

        clue.file("policy/playground.clue.test.yaml", "cases:\n  - {image: a.png, verdict: unsafe}\n");
        awaitRuns(4);
        assertThat(Files.readString(out)).matches("(?s).*1 passed, 0 failed; [0-9.]+ s\\R" + WATCHING + "\\R");

        Process running = process;
        assertThat(running).isNotNull();
        new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start().waitFor();
        assertThat(running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(running.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
    }

    @Test
    void aBurstOfChangesIsOneRun() throws Exception {
        awaitRuns(1);
        for (int i = 0; i < 20; i++) {
            clue.file("policy/playground.clue.test.yaml", "cases:\n  - {image: a.png, verdict: safe} # " + i + "\n");
            TimeUnit.MILLISECONDS.sleep(20);
        }
        awaitRuns(2);
        TimeUnit.SECONDS.sleep(2);
        assertThat(runs()).isEqualTo(2);
    }

    private void awaitRuns(int wanted) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (runs() < wanted) {
            assertThat(System.nanoTime())
                    .as("run %d comes in time; so far: %s", wanted, Files.readString(out))
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private long runs() throws IOException {
        return Files.exists(out)
                ? Files.readString(out).lines().filter(WATCHING::equals).count()
                : 0;
    }
}
