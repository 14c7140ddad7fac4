package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.compile.ScriptedTextModel;
import dev.clue.compile.Step;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.error.ModelUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to {@code clue compile}, as a terminal and the system send them. */
@DisabledOnOs(OS.WINDOWS)
class CompileInterruptIT {

    private static final int RULES = 12;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder = Path.of("");

    @Test
    void whatIsFinishedIsKeptAndTheNextRunGoesOn() throws Exception {
        interrupted("INT", ExitStatus.INTERRUPTED.code());
    }

    @Test
    void aKilledRunLeavesAWholeFile() throws Exception {
        interrupted("KILL", 128 + 9);
    }

    /** Neither its failures nor its bad answers hide that somebody ended the run, and it is asked nothing more. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void endedDuringTheControlQuestions(boolean answers) {
        Clue clue = new Clue(folder)
                .file("house.clue.yaml", "constitution: house\nversion: 1\nrules:\n  - {id: a, rule: No dogs.}\n");
        ScriptedTextModel model = new ScriptedTextModel().toThoseAbout("", Step.OBJECTIVENESS, request -> {
            interruptThisProcess(); // a second signal would end it
            if (answers) {
                return ScriptedTextModel.finished("{}");
            }
            throw new ModelUnavailableException("the server is gone: start it");
        });
        Result result =
                clue.textModels(name -> model).run("compile", clue.path("house.clue.yaml"), "--text-model", "scripted");
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.INTERRUPTED.code());
        assertThat(result.err())
                .contains("stopping: the control questions are given up, and nothing is compiled; press Ctrl-C again")
                .contains("interrupted before the control questions were answered")
                .doesNotContain("larger model")
                .doesNotContain("rules at hand");
        assertThat(model.asked()).hasSize(1);
        assertThat(folder.resolve("house.clue.lock.yaml")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "PRECONDITIONS, stopping after the rules at hand; press, 1",
        "SAME, stopping after the search for statements that rules share; press, 2"
    })
    void whatIsFinishedFirstIsSaid(Step step, String said, int compiled) {
        Clue clue = new Clue(folder).file("house.clue.yaml", HouseRules.CONSTITUTION);
        AtomicBoolean interrupted = new AtomicBoolean();
        ScriptedTextModel model = new ScriptedTextModel().toThoseAbout("", step, request -> {
            if (interrupted.compareAndSet(false, true)) {
                interruptThisProcess();
            }
            return new ScriptedTextModel().answer(request);
        });
        Result result =
                clue.textModels(name -> model).run("compile", clue.path("house.clue.yaml"), "--text-model", "scripted");
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.INTERRUPTED.code());
        assertThat(result.err()).contains(said).containsOnlyOnce("stopping");
        assertThat(LockFile.read(folder.resolve("house.clue.lock.yaml")).rules())
                .hasSize(compiled);
    }

    private static void interruptThisProcess() {
        try {
            new ProcessBuilder(
                            "kill",
                            "-INT",
                            Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            TimeUnit.MILLISECONDS.sleep(500); // until the handler has heard of it
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void interrupted(String signal, int status) throws Exception {
        StringBuilder rules = new StringBuilder("constitution: house\nversion: 1\nrules:\n");
        for (int i = 0; i < RULES; i++) {
            rules.append("  - {id: dogs-%02d, rule: \"A dog must be on a lead in room %d.\"}\n".formatted(i, i));
        }
        Clue clue = new Clue(folder).file("house.clue.yaml", rules.toString());
        Path lock = folder.resolve("house.clue.lock.yaml");
        Process process = ClueProcess.start(50, "compile", clue.path("house.clue.yaml"), "--text-model", "scripted");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(lock) && process.isAlive()) {
            assertThat(System.nanoTime()).as("a rule is finished in time").isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(status);
        int finished = LockFile.read(lock).rules().size();
        assertThat(finished).isBetween(1, RULES - 1);

        ScriptedTextModel model = new ScriptedTextModel();
        Result next =
                clue.textModels(name -> model).run("compile", clue.path("house.clue.yaml"), "--text-model", "scripted");
        assertThat(next.status()).as(next.err()).isZero();
        assertThat(next.err()).contains((RULES - finished) + " compiled, " + finished + " up to date");
        assertThat(LockFile.read(lock).rules())
                .extracting(LockEntry::ruleId)
                .hasSize(RULES)
                .doesNotHaveDuplicates();
    }
}
