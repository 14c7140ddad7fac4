package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A calibration is killed (SIGKILL) and interrupted (Ctrl-C): started again, it goes on and learns the same. */
class CalibrateResumeIT {

    private static final int IMAGES = 80;
    private static final int KILLS = 6;
    private static final long SEED = 20261125;
    private static final int BYTES_AN_IMAGE = 700;
    private static final long DELAY_MILLIS = 15;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void manyImages() {
        clue = new Clue(folder).constitution();
        for (int i = 0; i < IMAGES; i++) {
            clue.image("images/" + i + ".png", i % 2 == 0 ? PaintedModels.RED : PaintedModels.GREEN, 10 + i, 10);
        }
    }

    @Test
    void whatWasComputedBeforeAKillIsKept() throws Exception {
        Random random = new Random(SEED);
        GrowingFile calls = new GrowingFile(folder.resolve("killed.calls.jsonl"));
        int inWork = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start("killed");
            boolean grown = calls.grown(process, calls.bytes() + random.nextInt(10 * BYTES_AN_IMAGE) + 1, PATIENCE);
            inWork += grown && process.isAlive() ? 1 : 0;
            process.destroyForcibly().waitFor();
            calls.lines();
        }
        assertThat(inWork).as("kills that hit a running survey").isGreaterThanOrEqualTo(KILLS / 2);
        assertThat(folder.resolve("killed.json")).doesNotExist();
        assertThat(start("killed").waitFor()).as(said("killed")).isZero();
        requireNothingAskedAfterItWasKept(calls);
        assertThat(start("whole").waitFor()).as(said("whole")).isZero();
        assertThat(timeless("killed.json")).isEqualTo(timeless("whole.json"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptionSaysHowToGoOn() throws Exception {
        Process process = start("mine");
        GrowingFile calls = new GrowingFile(folder.resolve("mine.calls.jsonl"));
        assertThat(calls.grown(process, BYTES_AN_IMAGE, PATIENCE)).isTrue();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitStatus.INTERRUPTED.code());
        assertThat(said("mine")).contains("what was computed is in").contains("go on with the same command");
        assertThat(folder.resolve("mine.json")).doesNotExist();
        assertThat(start("mine").waitFor()).as(said("mine")).isZero();
        assertThat(folder.resolve("mine.json")).exists();
        requireNothingAskedAfterItWasKept(calls);
    }

    /** A kill loses at most the call at hand, so little more was asked than is kept. */
    private void requireNothingAskedAfterItWasKept(GrowingFile calls) throws IOException {
        String name = calls.file().getFileName().toString().replace(".calls.jsonl", "");
        List<String> asked = Files.readAllLines(folder.resolve(name + ".asked"));
        String kept = calls.finished();
        assertThat(asked).allSatisfy(key -> assertThat(kept).contains("\"" + key + "\""));
        int statements = 3;
        assertThat(asked.size() - asked.stream().distinct().count()).isLessThanOrEqualTo(KILLS * statements);
        assertThat(asked.stream().distinct()).hasSize((IMAGES + 1) * statements);
    }

    private ObjectNode timeless(String file) throws IOException {
        ObjectNode profile = (ObjectNode) new ObjectMapper().readTree(Files.readString(folder.resolve(file)));
        profile.remove("name");
        ((ObjectNode) profile.path("origin")).remove("created_at");
        return profile;
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".said"));
    }

    private Process start(String name) throws IOException {
        return ClueProcess.start(
                ClueProcess.command(
                        WatchedClue.class,
                        List.of(
                                "-D" + ClueProcess.DELAY + "=" + DELAY_MILLIS,
                                "-D" + WatchedClue.NOTES + "=" + folder.resolve(name + ".asked")),
                        "calibrate",
                        clue.path("images"),
                        "--unlabelled",
                        "-c",
                        clue.path("playground.clue.yaml"),
                        "--output",
                        folder.resolve(name + ".json").toString()),
                folder.resolve(name + ".said").toFile());
    }
}
