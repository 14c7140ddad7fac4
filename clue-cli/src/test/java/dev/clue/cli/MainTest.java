package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void versionNamesTheBuildAndTheJvm() {
        Result result = new Clue(folder).run("--version");
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .matches("(?s)clue \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\\R.*")
                .contains(System.getProperty("java.version"));
    }

    @Test
    void helpGoesToStandardOutput() {
        for (String[] arguments : new String[][] {{"--help"}, {"help"}, {"help", "judge"}, {"judge", "--help"}}) {
            Result result = new Clue(folder).run(arguments);
            assertThat(result.status()).isZero();
            assertThat(result.out()).contains("Usage: clue");
            assertThat(result.err()).isEmpty();
        }
    }

    @Test
    void anUnknownOptionIsAUsageErrorWithASuggestion() {
        Result result = new Clue(folder).run("judge", "--explian", ".");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("--explian").contains("clue judge --help");
    }

    @Test
    void noCommandIsAUsageError() {
        Result result = new Clue(folder).run();
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("judge, diff, lint");
    }

    @Test
    void bashCompletionKnowsCommandsAndOptions() {
        Result result = new Clue(folder).run("completion", "bash");
        assertThat(result.status()).isZero();
        assertThat(result.out()).contains("complete -F").contains("--fail-on").contains("jsonl");
        assertThat(new Clue(folder).run("completion", "tcsh").status()).isEqualTo(ExitStatus.USAGE.code());
    }
}
