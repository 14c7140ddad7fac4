package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.cli.Clue.Result;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeCommandTest {

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void threeImages() {
        clue = new Clue(folder)
                .constitution()
                .image("a.png", PaintedModels.RED)
                .image("sub/b.png", PaintedModels.GREEN)
                .image("c.png", PaintedModels.YELLOW);
    }

    @Test
    void aFolderIsJudgedByTheConstitutionInIt() {
        Result result = clue.run("judge", folder.toString());
        assertThat(result.lines().get(0)).matches("UNSAFE     \\d\\.\\d\\d  " + clue.path("a.png"));
        assertThat(result.lines().get(1)).contains("weapon-near-child");
        assertThat(result.lines().get(2)).startsWith("UNDECIDED").endsWith("c.png");
        assertThat(result.out()).contains("SAFE").contains("b.png");
        assertThat(result.lines().getLast()).contains("3 images: 1 safe, 1 unsafe, 1 undecided (1 error)");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
    }

    @Test
    void linesFitEightyColumns() {
        Result result = clue.terminal(false, 80).run("judge", "--explain", folder.toString());
        assertThat(result.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void everyLineOfJsonLinesIsAVerdict() {
        Result result = clue.run("judge", "--format", "jsonl", folder.toString());
        assertThat(result.lines().stream()
                        .map(VerdictJson::read)
                        .map(verdict -> verdict.image().uri()))
                .containsExactly(clue.path("a.png"), clue.path("c.png"), clue.path("sub/b.png"));
        assertThat(result.err()).contains("3 images: ");
    }

    @Test
    void jsonIsAnArrayOfTheSameVerdicts() throws IOException {
        Result result = clue.run("judge", "--format", "json", folder.toString());
        assertThat(new ObjectMapper().readTree(result.out()))
                .hasSize(3)
                .allSatisfy(element ->
                        assertThat(element.path("verdict").isTextual()).isTrue());
    }

    @Test
    void explainShowsScorePriorThresholdsAndRationale() {
        clue.image("d.png", PaintedModels.BLUE);
        Result result = clue.run("judge", "--explain", clue.path("d.png"));
        assertThat(result.out())
                .contains("A child should not touch a weapon.")
                .contains("prior 0.30")
                .contains("alpha1 -0.09")
                .contains("alpha2 +0.56")
                .contains("decided by reasoning")
                .contains("“<script>alert(1)</script> it is there”");
    }

    @Test
    void aGateFailsOnUnsafeImages() {
        assertThat(clue.run("judge", "--fail-on", "unsafe", clue.path("a.png")).status())
                .isEqualTo(ExitStatus.GATE.code());
        assertThat(clue.run(
                                "judge",
                                "--fail-on",
                                "unsafe",
                                clue.path("sub/b.png"),
                                "-c",
                                clue.path("playground.clue.yaml"))
                        .status())
                .isZero();
    }

    @Test
    void aGateOnUndecidedAlsoFailsOnUnsafeImages() {
        assertThat(clue.run("judge", "--fail-on", "undecided", clue.path("a.png"))
                        .status())
                .isEqualTo(ExitStatus.GATE.code());
        assertThat(clue.run("judge", "--fail-on", "undecided", "--max-errors", "1", clue.path("c.png"))
                        .status())
                .isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void itemErrorsOutweighAGate() {
        assertThat(clue.run("judge", "--fail-on", "unsafe", folder.toString()).status())
                .isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(clue.run("judge", "--fail-on", "unsafe", "--max-errors", "1", folder.toString())
                        .status())
                .isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void onlyTheWantedVerdictsAreWrittenAndAllAreCounted() {
        Result result = clue.run("judge", "--only", "unsafe", "--format", "jsonl", folder.toString());
        assertThat(result.lines())
                .singleElement()
                .satisfies(line -> assertThat(VerdictJson.read(line).outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE));
        assertThat(result.err()).contains("3 images: 1 safe, 1 unsafe, 1 undecided");
    }

    @Test
    void theFirstImagesAreJudgedWhereThereIsALimit() {
        Result result = clue.run("judge", "--limit", "1", "--format", "jsonl", folder.toString());
        assertThat(result.lines()).singleElement().asString().contains("a.png");
    }

    @Test
    void theOrderIsThatOfTheInputWithAnyNumberOfThreads() {
        for (int i = 0; i < 40; i++) {
            clue.image("many/%02d.png".formatted(i), i % 2 == 0 ? PaintedModels.RED : PaintedModels.GREEN);
        }
        String constitution = clue.path("playground.clue.yaml");
        List<String> one = uris(clue.run("judge", "-c", constitution, "-f", "jsonl", clue.path("many")));
        List<String> four =
                uris(clue.run("judge", "-c", constitution, "-f", "jsonl", "--threads", "4", clue.path("many")));
        assertThat(four).hasSize(40).isEqualTo(one).isSorted();
    }

    @Test
    void pathsAreReadFromStandardInput() {
        clue.input(clue.path("c.png") + "\r\n\n" + clue.path("a.png"));
        assertThat(uris(clue.run("judge", "-", "-f", "jsonl"))).containsExactly(clue.path("c.png"), clue.path("a.png"));
        clue.image("line\nfeed.png", PaintedModels.RED).input(clue.path("line\nfeed.png") + "\0" + clue.path("a.png"));
        assertThat(uris(clue.run("judge", "-0", "-", "-f", "jsonl")))
                .containsExactly(clue.path("line\nfeed.png"), clue.path("a.png"));
    }

    @Test
    void theNameOfTheFileChoosesTheFormat() throws IOException {
        assertThat(clue.run("judge", folder.toString(), "-o", clue.path("out.json"))
                        .out())
                .isEmpty();
        assertThat(Files.readString(folder.resolve("out.json")))
                .startsWith("[\n{")
                .endsWith("}\n]\n");
    }

    @Test
    void literalGivesTheSameVerdicts() {
        List<String> shared = outcomes(clue.run("judge", "-f", "jsonl", folder.toString()));
        assertThat(outcomes(clue.run("judge", "-f", "jsonl", "--literal", folder.toString())))
                .isEqualTo(shared);
    }

    @Test
    void constantsCanBeChanged() {
        Result result = clue.run("judge", "-f", "jsonl", "--alpha2-factor", "0.1", clue.path("c.png"));
        assertThat(VerdictJson.read(result.lines().getFirst()).profile()).isEqualTo("custom");
        assertThat(VerdictJson.read(result.lines().getFirst()).outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
    }

    @Test
    void whatTheModelsLeaveOutIsSaidBeforeTheFirstVerdict() {
        clue.models.omissions = List.of("photo has no image-text encoder: every rule is examined");
        Result result = clue.run("judge", folder.toString());
        assertThat(result.err()).contains("clue: photo has no image-text encoder: every rule is examined");
        assertThat(result.out()).doesNotContain("encoder");
    }

    @Test
    void theModelsAreClosed() {
        clue.run("judge", folder.toString());
        assertThat(clue.models.closed).hasValue(1);
    }

    @Test
    void coloursAreForTerminals() {
        assertThat(clue.run("judge", folder.toString()).out()).doesNotContain("\u001b[");
        assertThat(clue.run("judge", "--color", "always", folder.toString()).out())
                .contains("\u001b[31mUNSAFE");
        assertThat(clue.terminal(true, 80).run("judge", folder.toString()).out())
                .contains("\u001b[31mUNSAFE");
        assertThat(clue.run("judge", "--color", "never", folder.toString()).out())
                .doesNotContain("\u001b[");
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "jsonl"})
    void whatATerminalObeysIsEscapedAndReadBackAsItWas(String format) throws IOException {
        String name = "\u009b31m\u007f\u202egnp\u2028\u0085é🔥.png";
        clue.image("odd/" + name, PaintedModels.GREEN);
        Result result =
                clue.run("judge", clue.path("odd"), "-c", clue.path("playground.clue.yaml"), "--format", format);
        assertThat(result.out())
                .doesNotContainPattern("[\\u007f-\\u009f\\u202e\\u2028]")
                .contains("é🔥.png");
        JsonNode verdict = new ObjectMapper().readTree(result.out());
        assertThat((verdict.isArray() ? verdict.get(0) : verdict)
                        .at("/image/uri")
                        .textValue())
                .endsWith(name);
    }

    private static List<String> uris(Result result) {
        return result.lines().stream()
                .map(VerdictJson::read)
                .map(verdict -> verdict.image().uri())
                .toList();
    }

    private static List<String> outcomes(Result result) {
        return result.lines().stream()
                .map(VerdictJson::read)
                .map(verdict -> verdict.image().uri() + " " + verdict.outcome())
                .toList();
    }
}
