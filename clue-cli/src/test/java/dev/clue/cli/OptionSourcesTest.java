package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line goes before the environment, the environment before clue.yaml, that before the default. */
class OptionSourcesTest {

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void anUnsafeImage() {
        clue = new Clue(folder).constitution().image("a.png", PaintedModels.RED);
    }

    @Test
    void fromTheFileInTheWorkingFolder() {
        clue.file("clue.yaml", "fail_on: unsafe\nformat: jsonl\nbeta: 0.5\nexplain: false\n");
        Result result = clue.run("judge", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out()).startsWith("{").contains("\"custom\"");
    }

    @Test
    void theKeyNullIsAWord() {
        clue.file("clue.yaml", "null: true\nformat: jsonl\n").input(clue.path("a.png") + "\0");
        Result result = clue.run("judge", "-", "-c", clue.path("playground.clue.yaml"));
        assertThat(result.lines()).hasSize(1);
        assertThat(result.out()).contains("a.png\"").contains("unsafe");
    }

    @Test
    void aValueThatIsNoneOfAFewNamesThemAsTheHelpDoes() {
        assertThat(clue.run("judge", folder.toString(), "--fail-on", "banana").err())
                .contains("--fail-on")
                .contains("expected one of unsafe, undecided, but was 'banana'");
        assertThat(clue.run("judge", folder.toString(), "--format", "banana").err())
                .contains("expected one of text, json, jsonl, html, but was 'banana'");
        assertThat(clue.run("judge", folder.toString(), "--only", "banana").err())
                .contains("expected one of safe, unsafe, undecided, but was 'banana'");
        assertThat(clue.run("judge", folder.toString(), "--color", "banana").err())
                .contains("expected one of auto, always, never, but was 'banana'");
        assertThat(clue.run("judge", folder.toString(), "--fail-on", "UNSAFE").status())
                .isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void fromANamedFileInsteadOfTheOneInTheWorkingFolder() {
        clue.file("clue.yaml", "format: jsonl\n").file("ci.yaml", "format: json\n");
        assertThat(clue.run("judge", folder.toString(), "--config", clue.path("ci.yaml"))
                        .out())
                .startsWith("[");
        assertThat(clue.run("judge", folder.toString(), "--config=" + clue.path("ci.yaml"))
                        .out())
                .startsWith("[");
        clue.environment("CLUE_CONFIG", clue.path("ci.yaml"));
        assertThat(clue.run("judge", folder.toString()).out()).startsWith("[");
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndTheCommandLineBeforeBoth() {
        clue.file("clue.yaml", "format: jsonl\n").environment("CLUE_FORMAT", "json");
        assertThat(clue.run("judge", folder.toString()).out()).startsWith("[");
        assertThat(clue.run("judge", folder.toString(), "--format", "text").out())
                .startsWith("UNSAFE");
    }

    /** What is set for every run does not contradict what is asked for in this one. */
    @Test
    void ofOptionsThatExcludeEachOtherTheNearestCounts() {
        clue.file("clue.yaml", "explain: true\noverwrite: true\n");
        assertThat(clue.run("judge", folder.toString(), "--format", "json").out())
                .startsWith("[");
        String file = clue.path("verdicts.jsonl");
        assertThat(clue.run("judge", folder.toString(), "--output", file).status())
                .isZero();
        Result resumed = clue.run("judge", folder.toString(), "--output", file, "--resume");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        clue.file("clue.yaml", "resume: true\n");
        Result replaced = clue.run("judge", folder.toString(), "--output", file, "--overwrite");
        assertThat(replaced.status()).as(replaced.err()).isZero();
        assertThat(clue.run("judge", folder.toString(), "--format", "json", "--explain")
                        .status())
                .isEqualTo(ExitStatus.USAGE.code());
        clue.file("clue.yaml", "resume: true\noverwrite: true\n");
        assertThat(clue.run("judge", folder.toString(), "--output", file).err()).contains("use one of them");
    }

    /** Who asks a server every day may look at a local model once. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "judge a.png",
                "bench a.png --repetitions 1 --warm-up 0",
                "diff playground.clue.yaml cases.clue.yaml a.png",
                "test cases.clue.test.yaml"
            })
    void whatIsForServersAloneConcernsNoLocalModel(String command) {
        clue.file("cases.clue.yaml", Clue.CONSTITUTION)
                .file("cases.clue.test.yaml", "cases:\n  - {image: a.png, verdict: unsafe}\n");
        String[] plain = Stream.of(command.split(" "))
                .map(word -> word.matches(".*\\.(png|yaml)") ? clue.path(word) : word)
                .toArray(String[]::new);
        if (!command.startsWith("diff") && !command.startsWith("test")) {
            plain = with(plain, "-c", clue.path("playground.clue.yaml"));
        }
        clue.environment("CLUE_ANSWERS", "reasoning")
                .environment("CLUE_LOCAL_MODELS", "pictogram")
                .file("clue.yaml", "unproven_model: true\n");
        Result result = clue.run(plain);
        assertThat(result.status()).as(result.err()).isZero();
        clue.environment("CLUE_ANSWERS", "")
                .environment("CLUE_LOCAL_MODELS", "")
                .file("clue.yaml", "answers: sampled:3\nlocal_models: pictogram\n")
                .environment("CLUE_UNPROVEN_MODEL", "true");
        Result other = clue.run(plain);
        assertThat(other.status()).as(other.err()).isZero();
        for (String[] wrong : new String[][] {
            {"--answers", "reasoning"}, {"--local-models", "pictogram"}, {"--unproven-model"},
        }) {
            Result refused = clue.run(with(plain, wrong));
            assertThat(refused.status()).as(refused.err()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(refused.err())
                    .contains(wrong[0] + ": is for models behind a server")
                    .doesNotContain("(from");
        }
    }

    private static String[] with(String[] arguments, String... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aSwitchThatIsOnInTheEnvironmentStaysOnWithItsFlag() {
        clue.environment("CLUE_EXPLAIN", "true");
        assertThat(clue.run("judge", folder.toString()).out()).contains("decided by");
        assertThat(clue.run("judge", folder.toString(), "--explain").out()).contains("decided by");
        assertThat(clue.run("judge", folder.toString(), "--explain=false").out())
                .doesNotContain("decided by");
    }

    @Test
    void aBadValueNamesWhereItStands() {
        clue.environment("CLUE_THREADS", "many");
        requireUsageError("CLUE_THREADS", "--threads");
        clue.environment("CLUE_THREADS", "").file("clue.yaml", "\nthreads: some\n");
        requireUsageError("the key threads in " + clue.path("clue.yaml") + ":2", "--threads");
    }

    @Test
    void mistakesInTheFileArePlacedAndReportedTogether() {
        clue.file("clue.yaml", "thread: 2\nbeta: {a: 1}\nbeta: 0.5\nbeta: 0.6\n");
        requireUsageError(
                "clue.yaml:1:1: unknown key \"thread\"", "clue.yaml:2:1: the value of \"beta\"", "clue.yaml:4:1: ");
        clue.file("clue.yaml", "fial_on: unsafe\nnothing_like_it_at_all: 1\n");
        requireUsageError(
                "clue.yaml:1:1: unknown key \"fial_on\": did you mean \"fail_on\"?",
                "clue.yaml:2:1: unknown key \"nothing_like_it_at_all\": keys are the long names of options");
        assertThat(clue.run("judge", folder.toString()).err()).hasSizeLessThan(500);
        clue.file("clue.yaml", "- a list\n");
        requireUsageError("a configuration is a mapping");
        clue.file("clue.yaml", "a: [\n");
        requireUsageError("not YAML");
        clue.file("clue.yaml", "# nothing\n");
        assertThat(clue.run("judge", folder.toString()).status()).isZero();
    }

    @Test
    void aNamedFileMustExist() {
        Result result = clue.run("judge", folder.toString(), "--config", clue.path("none.yaml"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("none.yaml: no such configuration file");
    }

    private void requireUsageError(String... messages) {
        Result result = clue.run("judge", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains(messages);
    }

    @Test
    void aValueOutOfRangeNamesWhereItStandsToo() {
        clue.environment("CLUE_BETA", "7");
        requireUsageError("--beta: must be from 0 to 1, but is 7 (from the environment variable CLUE_BETA)");
        clue.environment("CLUE_BETA", "").file("clue.yaml", "\nlimit: 0\n");
        requireUsageError(
                "--limit: must be 1 or more, but is 0 (from the key limit in " + clue.path("clue.yaml") + ":2)");
        clue.file("clue.yaml", "limit: 1\n");
        Result result = clue.run("judge", folder.toString(), "--limit", "0");
        assertThat(result.err())
                .contains("--limit: must be 1 or more, but is 0")
                .doesNotContain("from the key");
    }
}
