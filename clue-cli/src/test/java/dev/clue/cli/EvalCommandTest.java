package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalCommandTest {

    @TempDir
    private Path folder = Path.of("");

    private Clue clue = new Clue(Path.of(""));

    @BeforeEach
    void set() {
        clue = new Clue(folder)
                .constitution()
                .image("set/red.png", PaintedModels.RED)
                .image("set/green.png", PaintedModels.GREEN)
                .image("set/blue.png", PaintedModels.BLUE)
                .image("set/black.png", PaintedModels.BLACK)
                .file(
                        "set/metadata.jsonl",
                        label("red", "unsafe")
                                + label("green", "safe")
                                + label("blue", "safe")
                                + label("black", "unsafe"));
    }

    private static String label(String name, String label) {
        return "{\"file_name\": \"" + name + ".png\", \"label\": \"" + label + "\"}\n";
    }

    @Test
    void measuresWhatWasJudged() throws IOException {
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("clue ").contains("50.0 [").contains("1 (F1 ");
        assertThat(result.err()).contains("4 predictions made, 0 were there already");
        assertThat(folder.resolve("out")).isDirectoryContaining("glob:**report.json");
        assertThat(Files.readString(folder.resolve("out/metrics.csv")))
                .startsWith("method,kind,part,items,undecided,metric,value,low,high,undefined\n")
                .contains("clue,image,,4,1,recall,1.0,");
        assertThat(Files.readAllLines(folder.resolve("out/verdicts.jsonl"))).hasSize(4);
    }

    @Test
    void aResumeJudgesNothingAgain() {
        String first = eval("--baselines", "--ablations").out();
        Clue.Result again = eval("--baselines", "--ablations", "--resume");
        assertThat(again.err()).contains("0 predictions made").contains("0 computed, 0 replayed");
        assertThat(again.out()).isEqualTo(first);
    }

    @Test
    void whatWasAskedIsReplayedForTheSamePredictions() throws IOException {
        eval("--baselines", "--ablations");
        String first = predictions();
        Clue.Result again = eval("--baselines", "--ablations", "--overwrite");
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(predictions()).isEqualTo(first);
    }

    @Test
    void resultsAreNotReplacedUnasked() {
        eval();
        Clue.Result again = eval();
        assertThat(again.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(again.err()).contains("--resume").contains("--overwrite");
    }

    @Test
    void anotherConfigurationIsRefusedNamingIt() {
        eval();
        Clue.Result again = eval("--resume", "--beta", "0.4");
        assertThat(again.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(again.err()).contains("constants").contains("beta=0.6").contains("beta=0.4");
    }

    @Test
    void oneClassOnlyIsSaidAndNotNaN() {
        clue.file("set/metadata.jsonl", label("red", "unsafe"));
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("needs both classes").doesNotContain("NaN");
    }

    @Test
    void thePapersTablesSayWhoseNumbersTheyHold() {
        Clue.Result result = eval("--paper");
        assertThat(result.out())
                .contains("Table 2. Zero-shot methods")
                .contains("OTHER")
                .contains("88.9 / 86.3 / .866")
                .contains("Table 6.");
    }

    @Test
    void mistakesInOptionsAreNamed() {
        for (List<String> mistake : List.of(
                List.of("--sweep", "beta=high"),
                List.of("--sweep", "gamma=1"),
                List.of("--threads", "0"),
                List.of("--as-written", "nowhere.clue.yaml"),
                List.of("--mapping", "nowhere.yaml"),
                List.of("--resume", "--overwrite"))) {
            Clue.Result result = eval(mistake.toArray(String[]::new));
            assertThat(result.status()).as("%s: %s", mistake, result.err()).isEqualTo(ExitStatus.USAGE.code());
        }
    }

    /** Everything but the time. */
    private String predictions() throws IOException {
        return Files.readAllLines(folder.resolve("out/results.jsonl")).stream()
                .map(line -> line.replaceAll("\"(ms|created_at|timing_ms)\":(\\{[^}]*}|\"[^\"]*\"|[0-9.]+),?", ""))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private Clue.Result eval(String... options) {
        String[] arguments = new String[options.length + 6];
        arguments[0] = "eval";
        arguments[1] = folder.resolve("set").toString();
        arguments[2] = "-c";
        arguments[3] = folder.resolve("playground.clue.yaml").toString();
        arguments[4] = "--output";
        arguments[5] = folder.resolve("out").toString();
        System.arraycopy(options, 0, arguments, 6, options.length);
        return clue.run(arguments);
    }
}
