package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What clue eval makes, leaves and refuses to replace in the folder that it writes. */
class EvalFolderTest {

    @TempDir
    private Path folder = Path.of("");

    private Clue clue = new Clue(Path.of(""));

    @BeforeEach
    void set() {
        clue = new Clue(folder)
                .constitution()
                .image("set/red.png", PaintedModels.RED)
                .image("set/green.png", PaintedModels.GREEN)
                .file("set/metadata.jsonl", """
                        {"file_name": "red.png", "label": "unsafe"}
                        {"file_name": "green.png", "label": "safe"}
                        """);
    }

    private Clue.Result eval(String... options) {
        return clue.eval(options);
    }

    @Test
    void aMistakeInTheCommandLeavesNothingThatBlocksTheCorrectedOne() {
        clue.file("other.clue.yaml", Clue.CONSTITUTION.replace("weapon-near-child", "another-rule"));
        for (List<String> mistake : List.of(
                List.of("--sweep", "nope=1"),
                List.of("--sweep", "beta=7"),
                List.of("--sweep", "beta=NaN"),
                List.of("--sweep", "beta=0.5,1e308"),
                List.of("--seed", "x"),
                List.of("--sweep", "beta"),
                List.of("--as-written", clue.path("nofile.clue.yaml")),
                List.of("--as-written", clue.path("other.clue.yaml")),
                List.of("--threads", "100000"),
                List.of("--resamples", "2000000000"),
                List.of("--max-bytes", "-1"),
                List.of("--calls", clue.path("out/results.jsonl")))) {
            Clue.Result result = eval(mistake.toArray(String[]::new));
            assertThat(result.status()).as("%s: %s", mistake, result.err()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(folder.resolve("out")).as(mistake.toString()).doesNotExist();
        }
        assertThat(eval("--sweep", "beta=0.5").status()).isZero();
    }

    @Test
    void whatIsNoNumberIsRefusedInWords() {
        assertThat(eval("--seed", "x").err()).contains("expected a whole number, but was 'x'");
        assertThat(eval("--seed", "99999999999999999999").err()).contains("expected a whole number from -92");
        assertThat(eval("--resamples", "1.5").err()).contains("expected a whole number, but was '1.5'");
        assertThat(eval("--sweep", "beta=NaN").err())
                .contains("--sweep beta=NaN: each value must be from 0 to 1, but one is NaN");
    }

    /** In a checkout of this project, clue-eval is a module. */
    @Test
    void theFolderThatNobodyNamedIsNoneOfOurs() {
        assertThat((Object) clue.commandLine()
                        .getSubcommands()
                        .get("eval")
                        .getCommandSpec()
                        .findOption("--output")
                        .getValue())
                .isEqualTo(Path.of("clue-evaluation"));
    }

    @Test
    void aMistakeDoesNotCostTheResultsThatWereToBeReplaced() throws IOException {
        eval();
        byte[] results = Files.readAllBytes(folder.resolve("out/results.jsonl"));
        assertThat(eval("--overwrite", "--sweep", "nope=1").status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(folder.resolve("out/results.jsonl")).hasBinaryContent(results);
    }

    @Test
    void aValueThatIsSweptTwiceIsJudgedOnce() throws IOException {
        for (String[] twice : List.of(
                new String[] {"--sweep", "beta=0.1,0.10,0.5", "--overwrite"},
                new String[] {"--sweep", "beta=0.1", "--sweep", "beta=0.1", "--sweep", "beta=0.5", "--overwrite"})) {
            Clue.Result result = eval(twice);
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.err()).contains("6 predictions made");
            assertThat(result.out()).contains("clue[beta=0.1]").contains("clue[beta=0.5]");
        }
    }

    @Test
    void afileOfSomebodyElseIsNotReplaced() throws IOException {
        for (String name : List.of("report.html", "report.txt", "report.json", "metrics.csv", "verdicts.jsonl")) {
            clue.file("out/" + name, "mine");
            for (String[] options : List.of(new String[0], new String[] {"--resume"})) {
                Clue.Result result = eval(options);
                assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
                assertThat(result.err()).contains(clue.path("out/" + name)).contains("--output");
                assertThat(folder.resolve("out/" + name)).hasContent("mine");
                assertThat(folder.resolve("out/results.jsonl")).doesNotExist();
            }
            Files.delete(folder.resolve("out/" + name));
        }
        clue.file("out/report.html", "mine");
        assertThat(eval("--overwrite").status()).isZero();
        assertThat(folder.resolve("out/report.html")).content().contains("Evaluation of set");
    }

    @Test
    void itsOwnReportsAreReplacedByAResumedRunAndNotByAnother() throws IOException {
        assertThat(eval().status()).isZero();
        Clue.Result resumed = eval("--resume", "--sweep", "beta=0.5");
        assertThat(resumed.status()).as(resumed.err()).isZero();
        assertThat(folder.resolve("out/report.html")).content().contains("clue[beta=0.5]");
        Files.delete(folder.resolve("out/results.jsonl"));
        assertThat(eval().status()).isEqualTo(ExitStatus.USAGE.code());
    }

    @Test
    void aFolderWhereAReportShouldBeIsSaidBeforeAnythingIsJudged() throws IOException {
        Files.createDirectories(folder.resolve("out/report.html"));
        Clue.Result result = eval("--overwrite");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("report.html: a folder");
        assertThat(folder.resolve("out/results.jsonl")).doesNotExist();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege there")
    void aLinkWhereAReportIsGatheredIsNotFollowed() throws IOException {
        clue.file("victim.txt", "mine");
        Files.createDirectories(folder.resolve("out"));
        Files.createSymbolicLink(folder.resolve("out/.report.html.part"), folder.resolve("victim.txt"));
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains(".report.html.part: no ordinary file")
                .contains("remove it, or name another place with --output");
        assertThat(folder.resolve("victim.txt")).hasContent("mine");
        assertThat(folder.resolve("out/results.jsonl")).doesNotExist();
    }

    /** Each file that is read, and the options that would make a run write it. */
    @Test
    void whatIsReadIsNeverWritten() throws IOException {
        clue.image("set/report.html", PaintedModels.RED)
                .file("set/results.jsonl", "{\"file_name\": \"red.png\", \"label\": \"unsafe\"}\n")
                .file("set/metadata.jsonl", "{\"file_name\": \"report.html\", \"label\": \"unsafe\"}\n")
                .file("own/report.txt", Clue.CONSTITUTION)
                .file("own/metrics.csv", "image: file_name\nlabel: {column: label, unsafe: [unsafe], safe: [safe]}\n");
        Map<String, List<String>> runs = Map.of(
                "set/results.jsonl",
                List.of(clue.path("set/results.jsonl"), "-c", clue.path("playground.clue.yaml")),
                "set/report.html",
                List.of(clue.path("set"), "-c", clue.path("playground.clue.yaml")),
                "own/report.txt",
                List.of(clue.path("set"), "-c", clue.path("own/report.txt")),
                "own/metrics.csv",
                List.of(
                        clue.path("set"),
                        "-c",
                        clue.path("playground.clue.yaml"),
                        "--mapping",
                        clue.path("own/metrics.csv")));
        for (Map.Entry<String, List<String>> run : runs.entrySet()) {
            Path read = folder.resolve(run.getKey());
            byte[] before = Files.readAllBytes(read);
            for (String how : List.of("--overwrite", "--resume", "--baselines")) {
                List<String> arguments = new ArrayList<>(List.of("eval"));
                arguments.addAll(run.getValue());
                arguments.addAll(List.of("--output", read.getParent().toString(), how));
                Clue.Result result = clue.run(arguments.toArray(String[]::new));
                assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
                assertThat(result.err()).contains(read + ": is read by this run");
                assertThat(read).hasBinaryContent(before);
            }
        }
        Clue.Result calls = eval("--calls", clue.path("set/metadata.jsonl"));
        assertThat(calls.err()).contains("metadata.jsonl: is read by this run").contains("name another with --calls");
    }
}
