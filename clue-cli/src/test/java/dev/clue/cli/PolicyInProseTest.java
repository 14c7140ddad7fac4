package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy in prose where a constitution is wanted: every command says how to make one of it. */
class PolicyInProseTest {

    private static final String POLICY = "# House rules\n\n- **Dogs.** A dog must be on a lead.\n";

    @TempDir
    Path folder = Path.of("");

    static Stream<List<String>> everyCommandThatWantsAConstitution() {
        return Stream.of(
                List.of("judge", "red.png", "-c"),
                List.of("bench", "red.png", "-c"),
                List.of("eval", "labels.csv", "--output", "out", "-c"),
                List.of("calibrate", "labels.csv", "-c"),
                List.of("diff", "playground.clue.yaml"),
                List.of("lint"),
                List.of("test"));
    }

    @ParameterizedTest
    @MethodSource("everyCommandThatWantsAConstitution")
    void markdownIsToBeCompiled(List<String> command) {
        Result result = run(command, "house.md", POLICY);
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains(path("house.md") + " is a policy in Markdown and no constitution: make one of it with"
                        + " clue compile " + path("house.md") + " --text-model openai:NAME, and name "
                        + path("house.clue.yaml"))
                .doesNotContain("keys with values");
    }

    @Test
    void theConstitutionThatIsThereIsNamed() {
        new Clue(folder).file("house.clue.yaml", Clue.CONSTITUTION);
        Result result = run(List.of("judge", "red.png", "-c"), "house.md", POLICY);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("name the one beside it, " + path("house.clue.yaml"));
    }

    @Test
    void plainTextIsToBecomeMarkdown() {
        for (String command : List.of("judge", "compile", "lint")) {
            List<String> arguments = command.equals("judge") ? List.of("judge", "red.png", "-c") : List.of(command);
            Result result = run(arguments, "house.txt", "1. A dog must be on a lead.\n2. No knives: ever.\n");
            assertThat(result.status()).as(command).isEqualTo(ExitStatus.CONSTITUTION.code());
            assertThat((result.out() + result.err()).replaceAll("\\s+", " "))
                    .as(command)
                    .contains("house.txt:1:1")
                    .contains("save them as house.md")
                    .contains("run clue compile house.md");
        }
    }

    @Test
    void whatIsNoYamlHasNoCases() {
        Result result = run(List.of("test"), "house.txt", "No dogs.");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("house.txt: is neither a file of cases (*.clue.test.yaml) nor a constitution");
    }

    @Test
    void whatIsNotThereIsSaidNotToBeThere() {
        Result result = new Clue(folder)
                .image("red.png", PaintedModels.RED)
                .run("judge", path("red.png"), "-c", path("none.md"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("none.md does not exist");
    }

    private Result run(List<String> command, String policy, String text) {
        Clue clue = new Clue(folder)
                .constitution()
                .image("red.png", PaintedModels.RED)
                .file("labels.csv", "image,unsafe\nred.png,true\n")
                .file(policy, text);
        return clue.run(Stream.concat(command.stream(), Stream.of(policy))
                .map(argument -> argument.contains(".") || argument.equals("out") ? clue.path(argument) : argument)
                .toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }
}
