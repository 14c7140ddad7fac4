package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
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
                        Clue.label("red", "unsafe")
                                + Clue.label("green", "safe")
                                + Clue.label("blue", "safe")
                                + Clue.label("black", "unsafe"));
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
        assertThat(again.err())
                .contains("different are constant beta (then 0.6, now 0.4): use the earlier configuration")
                .doesNotContain("alpha1Factor");
    }

    @Test
    void everyOtherConfigurationIsRefusedNamingItAndNothingIsLost() throws IOException {
        String learned = clue.profile("learned", "0.3");
        String other = clue.profile("other", "0.4");
        eval("--profile", learned);
        byte[] before = Files.readAllBytes(folder.resolve("out/results.jsonl"));
        requireRefused("profile (then learned@", "--resume");
        requireRefused("now other@", "--resume", "--profile", other);
        requireRefused(
                "images (then those the models were made for, now any)",
                "--resume",
                "--profile",
                learned,
                "--any-image");
        clue.models(new PaintedModels("repainted", 0));
        requireRefused("model (made for painted", "--resume", "--profile", learned);
        clue.models(new PaintedModels());
        assertThat(Files.readAllBytes(folder.resolve("out/results.jsonl"))).isEqualTo(before);
        assertThat(eval("--profile", learned, "--resume").err()).contains("0 predictions made");
    }

    /** An image that was too large is undecided, and would stay so under a limit that it keeps to. */
    @Test
    void otherImageLimitsAreNamed() {
        assertThat(eval("--max-side", "1").status()).isZero();
        requireRefused("image limits other than the defaults (then maxSide 1, now none)", "--resume");
        requireRefused(
                "(then maxSide 1, now maxSide 2, maxFrames 3)", "--resume", "--max-side", "2", "--max-frames", "3");
        assertThat(eval("--max-side", "1", "--resume").err()).contains("0 predictions made");
    }

    @Test
    void anotherConstitutionModelOrSetIsNamed() throws IOException {
        eval();
        clue.models(new PaintedModels("repainted", 0));
        requireRefused("model (then painted sha256:", "--resume");
        clue.models(new PaintedModels());
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("version: 3", "version: 4"));
        requireRefused("constitution (then playground version 3", "--resume");
        clue.constitution();
        Files.move(folder.resolve("set"), folder.resolve("moved"));
        Clue.Result moved = clue.run(
                "eval",
                clue.path("moved"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--output",
                clue.path("out"),
                "--resume");
        assertThat(moved.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(moved.err()).contains("data set (then set, now moved)");
    }

    @Test
    void anImageThatHasChangedSinceIsNamed() {
        eval();
        clue.image("set/green.png", PaintedModels.RED);
        requireRefused("the image has changed since clue judged it", "--resume");
    }

    @Test
    void anotherBatchForCalibrationIsNamed() throws IOException {
        manyImages(12);
        assertThat(eval("--calibrations", "--limit", "11").status()).isZero();
        requireRefused(
                "method clue-batch-calibration (then batch calibration over 11 images", "--resume", "--calibrations");
    }

    @Test
    void tooSmallABatchCostsItsMethodAlone() {
        Clue.Result result = eval("--calibrations");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("clue-batch-calibration is left out").contains("needs 10 images");
        assertThat(result.out()).contains("clue-contextual-in-logits").doesNotContain("clue-batch-calibration");
    }

    @Test
    void aBatchIsLearnedFromAsClueCalibrateLearns() throws IOException {
        manyImages(12);
        assertThat(eval("--calibrations").err()).doesNotContain("left out");
        Clue.Result calibrated = clue.run(
                "calibrate",
                clue.path("set"),
                "--unlabelled",
                "-c",
                clue.path("playground.clue.yaml"),
                "--output",
                clue.path("batch.json"));
        assertThat(calibrated.status()).as(calibrated.err()).isZero();
        clue.run(
                "eval",
                clue.path("set"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--profile",
                clue.path("batch.json"),
                "--output",
                clue.path("profiled"));
        List<JsonNode> batch = results("out", "clue-batch-calibration");
        List<JsonNode> profiled = results("profiled", "clue");
        assertThat(batch).hasSize(12).hasSameSizeAs(profiled);
        for (int i = 0; i < batch.size(); i++) {
            assertThat(batch.get(i).path("outcome")).isEqualTo(profiled.get(i).path("outcome"));
            assertThat(batch.get(i).path("score").asDouble())
                    .isCloseTo(profiled.get(i).path("score").asDouble(), within(1e-9));
        }
    }

    private List<JsonNode> results(String output, String method) throws IOException {
        return new GrowingFile(folder.resolve(output).resolve("results.jsonl"))
                .lines().stream()
                        .filter(line ->
                                line.has("item") && line.path("method").asText().equals(method))
                        .toList();
    }

    /** In place of those that are there. */
    private void manyImages(int count) throws IOException {
        for (String name : List.of("red", "green", "blue", "black")) {
            Files.delete(folder.resolve("set/" + name + ".png"));
        }
        StringBuilder labels = new StringBuilder();
        int[] colours = {PaintedModels.RED, PaintedModels.GREEN, PaintedModels.BLUE};
        for (int i = 0; i < count; i++) {
            clue.image("set/" + i + ".png", colours[i % colours.length], 20, 10 + i);
            labels.append(Clue.label("" + i, i % colours.length == 0 ? "unsafe" : "safe"));
        }
        clue.file("set/metadata.jsonl", labels.toString());
    }

    @Test
    void aProfileIsJudgedWithAndNamedInEveryReport() throws IOException {
        Clue.Result result = eval("--profile", clue.profile("learned", "0.3"));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("judged with the thresholds of profile learned@");
        for (String file : List.of("report.txt", "report.json", "report.html", "verdicts.jsonl")) {
            assertThat(folder.resolve("out").resolve(file)).content().contains("learned@");
        }
    }

    @Test
    void aProfileForAnotherConstitutionIsRefused() {
        String learned = clue.profile("learned", "0.3");
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("version: 3", "version: 4"));
        requireRefused("constitution (made for playground version 3", "--profile", learned);
        assertThat(folder.resolve("out/results.jsonl")).doesNotExist();
    }

    private void requireRefused(String message, String... options) {
        Clue.Result result = eval(options);
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains(message);
    }

    @Test
    void oneClassOnlyIsSaidAndNotNaN() {
        clue.file("set/metadata.jsonl", Clue.label("red", "unsafe"));
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
                .contains("Table 6. Without debiasing: the raw score at 0.5, and reasoning always  ")
                .doesNotContain("…");
    }

    @Test
    void aConstitutionThatIsNotThereIsNamedWithItsOption() {
        for (String option : List.of("--as-written", "--flips")) {
            assertThat(eval(option, "nowhere.clue.yaml").err())
                    .isEqualTo("clue: " + option + ": nowhere.clue.yaml does not exist: check the path\n");
        }
    }

    @Test
    void mistakesInOptionsAreNamed() {
        for (List<String> mistake : List.of(
                List.of("--sweep", "beta=high"),
                List.of("--sweep", "gamma=1"),
                List.of("--threads", "0"),
                List.of("--threads", "100000"),
                List.of("--resamples", "2000000000"),
                List.of("--as-written", "nowhere.clue.yaml"),
                List.of("--mapping", "nowhere.yaml"),
                List.of("--flips", "nowhere.clue.yaml"),
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
        return clue.eval(options);
    }
}
