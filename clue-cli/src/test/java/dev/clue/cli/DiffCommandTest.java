package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {

    /** Asks less: a child is enough, and a second rule is new. */
    private static final String STRICTER = """
            constitution: playground
            version: 4
            rules:
              - id: weapon-near-child
                rule: A child should not touch a weapon.
                preconditions:
                  - any: [{statement: a child is visible, objects: [child]}]
              - id: no-snake
                rule: There must be no snake.
                preconditions:
                  - any: [{statement: a snake is visible, objects: [snake]}]
            """;

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void images() {
        clue = new Clue(folder)
                .constitution()
                .file("b.clue.yaml", STRICTER)
                .image("photos/a.png", PaintedModels.RED)
                .image("photos/b.png", PaintedModels.GREEN)
                .image("photos/c.png", PaintedModels.BLUE);
    }

    @Test
    void twoRunsThatAgreeDoNotFlip() throws IOException {
        judge("before.jsonl");
        judge("after.jsonl");

        Result result = diff("before.jsonl", "after.jsonl", "--fail-on-flip", "any");

        assertThat(result.status()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(result.out())
                .contains("made alike: the same constitution, models, prompts and set of constants")
                .endsWith("\n3 images compared: nothing flipped\n");
    }

    @Test
    void aVerdictFileMayBeginWithAByteOrderMark() throws IOException {
        judge("before.jsonl");
        clue.file("marked.jsonl", "\uFEFF" + Files.readString(Path.of(clue.path("before.jsonl"))));

        Result result = diff("before.jsonl", "marked.jsonl");

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).endsWith("\n3 images compared: nothing flipped\n");
    }

    @Test
    void aFlipIsShownWithTheEvidenceOfBothSides() {
        judge("before.jsonl");
        clue.image("photos/b.png", PaintedModels.BLUE);
        judge("after.jsonl");

        Result result = diff("before.jsonl", "after.jsonl");

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .containsSubsequence(
                        "rule weapon-near-child: 1 newly violated, 0 no longer violated",
                        "safe → unsafe  " + clue.path("photos/b.png"),
                        "the file changed between the runs",
                        "weapon-near-child  not violated 0.01 → violated 0.75",
                        "* a child is visible  fails 0.01 → holds 0.75",
                        "before: 0.01 - prior 0.30 = -0.29; decided by token",
                        "after: 0.47 - prior 0.30 = +0.17; decided by reasoning",
                        "“<script>alert(1)</script> it is there”",
                        "* a child touches a weapon  not asked → holds 0.75",
                        "3 images compared: 1 flipped (1 became unsafe, 0 no longer unsafe); the file of 1 changed");
        assertThat(result.out()).doesNotContain("photos/a.png");
    }

    @Test
    void gatesAreForContinuousIntegration() {
        judge("before.jsonl");
        clue.image("photos/c.png", PaintedModels.GREEN);
        judge("after.jsonl");

        assertThat(diff("before.jsonl", "after.jsonl").status()).isZero();
        assertThat(diff("before.jsonl", "after.jsonl", "--fail-on-flip", "any").status())
                .isEqualTo(ExitStatus.GATE.code());
        assertThat(diff("before.jsonl", "after.jsonl", "--fail-on-flip", "unsafe")
                        .status())
                .isZero();
        assertThat(diff("after.jsonl", "before.jsonl", "--fail-on-flip", "unsafe")
                        .status())
                .isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void twoConstitutionsAreComparedOverTheSameImages() {
        clue.image("photos/d.png", PaintedModels.BLACK);

        Result result = diff("playground.clue.yaml", "b.clue.yaml", clue.path("photos"));

        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("before  " + clue.path("playground.clue.yaml"))
                .contains("other constitution\n  before  playground version 3")
                .contains("rules added: no-snake")
                .contains("rule no-snake: 2 newly violated, 0 no longer violated")
                .contains("unsafe → unsafe  " + clue.path("photos/a.png"))
                .contains("no-snake  no such rule → violated")
                .contains("4 images compared: 0 flipped (0 became unsafe, 0 no longer unsafe), 3 more by other rules");
        assertThat(clue.models.closed).hasValue(1);
    }

    @Test
    void anImageThatCannotBeReadIsSaidAndCounted() throws IOException {
        clue.file("photos/e.png", "no image");
        for (String format : List.of("text", "json", "html")) {
            Result result = diff("playground.clue.yaml", "b.clue.yaml", clue.path("photos"), "--format", format);
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(result.err()).contains("clue: " + clue.path("photos/e.png") + ": ");
            assertThat(result.out()).as(format).contains("photos/e.png: ");
            if (format.equals("json")) {
                JsonNode unjudged =
                        new ObjectMapper().readTree(result.out()).path("images").path("unjudged");
                assertThat(unjudged).hasSize(1);
                assertThat(unjudged.path(0).path("kind").asText()).isEqualTo("not_an_image");
            } else {
                assertThat(result.out()).contains("1 image could not be judged, or not wholly");
            }
        }
    }

    @Test
    void constitutionsMayBeComparedOnPatternsAndLists() {
        assertThat(clue.input(clue.path("photos/b.png") + "\n")
                        .run("diff", clue.path("playground.clue.yaml"), clue.path("b.clue.yaml"), "-")
                        .out())
                .contains("1 image compared: nothing flipped");
    }

    @Test
    void aRuleThatIsNotInTheOtherConstitutionIsMissedOnlyIfItWasViolated() {
        Result result =
                diff("b.clue.yaml", "playground.clue.yaml", clue.path("photos/a.png"), clue.path("photos/b.png"));

        assertThat(result.out())
                .contains("rules removed: no-snake")
                .contains("rule no-snake: 0 newly violated, 1 no longer violated")
                .doesNotContain("photos/b.png");
    }

    @Test
    void otherModelsAreSaidPlainly() {
        judge("before.jsonl");
        clue.models(new PaintedModels("repainted", 0));
        judge("after.jsonl");

        assertThat(diff("before.jsonl", "after.jsonl").out())
                .containsPattern("other model\\n  before  painted\\s+\\(.*\\n  after   repainted");
    }

    @Test
    void jsonHasBothRunsAndWhatVerdictsSay() throws IOException {
        judge("before.jsonl");
        clue.image("photos/b.png", PaintedModels.RED);
        judge("after.jsonl");

        Result result = diff("before.jsonl", "after.jsonl", "--format", "json");

        JsonNode root = new ObjectMapper().readTree(result.out());
        assertThat(root.at("/before/source").asText()).isEqualTo(clue.path("before.jsonl"));
        assertThat(root.at("/after/constitution/version").asInt()).isEqualTo(3);
        assertThat(root.at("/differences")).isEmpty();
        assertThat(root.at("/images/compared").asInt()).isEqualTo(3);
        assertThat(root.at("/images/newly_unsafe").asInt()).isEqualTo(1);
        assertThat(root.at("/rules/flips/0/newly_violated").asInt()).isEqualTo(1);
        JsonNode flip = root.at("/flips/0");
        assertThat(flip.path("image").asText()).isEqualTo(clue.path("photos/b.png"));
        assertThat(flip.path("file_changed").asBoolean()).isTrue();
        assertThat(flip.at("/before/verdict").asText()).isEqualTo("safe");
        assertThat(flip.at("/rules/0/before/preconditions/0/any/0/p_yes").isNumber())
                .isTrue();
        assertThat(flip.at("/rules/0/after/verdict").asText()).isEqualTo("violated");
        assertThat(result.err()).contains("3 images compared: 1 flipped");

        Result lines = diff("before.jsonl", "after.jsonl", "--format", "jsonl");
        assertThat(lines.lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(lines.out())).isEqualTo(flip);
    }

    @Test
    void thePageNeedsNothingElse() throws IOException {
        judge("before.jsonl");
        clue.image("photos/b.png", PaintedModels.MAGENTA);
        judge("after.jsonl");

        Result result = diff("before.jsonl", "after.jsonl", "--output", clue.path("diff.html"));

        String page = Files.readString(folder.resolve("diff.html"));
        assertThat(result.status()).isZero();
        assertThat(result.out()).isEmpty();
        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("Content-Security-Policy")
                .contains("name=\"viewport\"")
                .contains("1 flipped (1 became unsafe")
                .contains("data:image/jpeg;base64,")
                .contains("judged safe before and unsafe after")
                .contains("decided by reasoning")
                .contains("&lt;b&gt;bold&lt;/b&gt; \uFFFD[31mred \uFFFDgnp end")
                .doesNotContain("<script")
                .doesNotContain("style=")
                .doesNotContain("http:")
                .doesNotContain("https:");
        assertThat(Pattern.compile("<(p|div|dl|dd|li|ol|details|article|main|header|table|figure)[ >]")
                        .matcher(page)
                        .results()
                        .count())
                .isEqualTo(Pattern.compile("</(p|div|dl|dd|li|ol|details|article|main|header|table|figure)>")
                        .matcher(page)
                        .results()
                        .count());
    }

    @Test
    void thePageOfAnImageThatHasChangedShowsNoOtherImage() throws IOException {
        judge("before.jsonl");
        clue.image("photos/b.png", PaintedModels.RED);
        judge("after.jsonl");
        clue.image("photos/b.png", PaintedModels.GREEN);

        diff("before.jsonl", "after.jsonl", "-o", clue.path("diff.html"));

        assertThat(Files.readString(folder.resolve("diff.html")))
                .contains("the file has changed since it was judged")
                .doesNotContain("<img");
    }

    @Test
    void runsOverDifferentImagesAreRefusedUnlessOnlyCommonOnesCount() {
        judge("before.jsonl");
        clue.run(
                "judge",
                clue.path("photos/a.png"),
                "-c",
                clue.path("playground.clue.yaml"),
                "-o",
                clue.path("a.jsonl"));

        Result refused = diff("before.jsonl", "a.jsonl");
        Result common = diff("before.jsonl", "a.jsonl", "--common");

        assertThat(refused.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(refused.err())
                .contains("the runs judged different images: 2 only in " + clue.path("before.jsonl"))
                .contains("photos/b.png")
                .contains("--common");
        assertThat(common.status()).isZero();
        assertThat(common.out())
                .contains("only in " + clue.path("before.jsonl") + ":\n  " + clue.path("photos/b.png"))
                .contains("1 image compared: nothing flipped; 2 images in one run only");
    }

    @Test
    void runsWithoutACommonImageAreRefusedAlways() {
        clue.run(
                "judge",
                clue.path("photos/a.png"),
                "-c",
                clue.path("playground.clue.yaml"),
                "-o",
                clue.path("a.jsonl"));
        clue.run(
                "judge",
                clue.path("photos/b.png"),
                "-c",
                clue.path("playground.clue.yaml"),
                "-o",
                clue.path("b.jsonl"));

        Result result = diff("a.jsonl", "b.jsonl", "--common");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("no image in common");
    }

    @Test
    void anImageThatWasMovedIsKnownByItsBytes() {
        judge("before.jsonl");
        clue.image("moved/a.png", PaintedModels.RED)
                .image("moved/b.png", PaintedModels.GREEN)
                .image("moved/c.png", PaintedModels.GREEN, 21, 10);
        clue.run("judge", clue.path("moved"), "-c", clue.path("playground.clue.yaml"), "-o", clue.path("after.jsonl"));

        assertThat(diff("before.jsonl", "after.jsonl", "--common").out())
                .contains("2 images compared: nothing flipped; 2 images in one run only");
    }

    @Test
    void badInputIsRefusedWithWhatToDo() throws IOException {
        judge("before.jsonl");
        judge("after.jsonl");
        byte[] whole = Files.readAllBytes(folder.resolve("after.jsonl"));
        Files.write(folder.resolve("torn.jsonl"), java.util.Arrays.copyOf(whole, whole.length - 30));
        Files.write(folder.resolve("binary.jsonl"), new byte[] {'{', (byte) 0xff, (byte) 0xfe});
        clue.file("other.jsonl", "{\"a\": 1}\n")
                .file("no.jsonl", "nonsense\n")
                .file("empty.jsonl", "")
                .file("twice.jsonl", new String(whole, StandardCharsets.UTF_8) + firstLine(whole) + "\n");
        clue.run("judge", clue.path("photos/a.png"), "-c", clue.path("b.clue.yaml"), "-o", clue.path("b.jsonl"));
        clue.file(
                "mixed.jsonl",
                Files.readString(folder.resolve("b.jsonl"))
                        + new String(whole, StandardCharsets.UTF_8)
                                .lines()
                                .toList()
                                .getLast() + "\n");

        refused("torn.jsonl", "torn.jsonl:3: the last line is not finished", "--resume");
        refused("binary.jsonl", "not UTF-8");
        refused("other.jsonl", "other.jsonl:1: this is no verdict: image is missing");
        refused("no.jsonl", "no.jsonl:1: this is no verdict, because it is no JSON");
        refused("empty.jsonl", "there is no verdict in it");
        refused("twice.jsonl", "twice.jsonl:4: " + clue.path("photos/a.png") + " has a verdict on line 1 already");
        refused("mixed.jsonl", "mixed.jsonl:2: made in another way than the first verdict");
        refused("before.jsonl", "are the same file");
        refused("gone.jsonl", "gone.jsonl: does not exist");
        refused("b.clue.yaml", "one is a constitution, the other is not");
    }

    @Test
    void imagesGoWithConstitutionsAlone() {
        judge("before.jsonl");
        judge("after.jsonl");

        assertThat(diff("before.jsonl", "after.jsonl", clue.path("photos")).err())
                .contains("verdict files have been judged already");
        assertThat(diff("playground.clue.yaml", "b.clue.yaml").err()).contains("name files or folders of images");
        clue.file("c.clue.yaml", "constitution: [");
        assertThat(diff("playground.clue.yaml", "c.clue.yaml", clue.path("photos"))
                        .status())
                .isEqualTo(ExitStatus.CONSTITUTION.code());
    }

    @Test
    void whatIsReadIsNotWritten() {
        judge("before.jsonl");
        judge("after.jsonl");

        Result result = diff("before.jsonl", "after.jsonl", "-o", clue.path("after.jsonl"), "--overwrite");

        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("is read by this run");
        assertThat(folder.resolve("after.jsonl")).isNotEmptyFile();
    }

    private void refused(String file, String... messages) {
        Result result = diff("before.jsonl", file);
        assertThat(result.status()).as(file).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains(messages);
        assertThat(result.out()).isEmpty();
    }

    private static String firstLine(byte[] lines) {
        return new String(lines, StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    }

    private void judge(String output) {
        clue.run("judge", clue.path("photos"), "-c", clue.path("playground.clue.yaml"), "-o", clue.path(output));
    }

    /** Names of files are in the folder. */
    private Result diff(String before, String after, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of("diff", clue.path(before), clue.path(after)));
        arguments.addAll(List.of(more));
        return clue.run(arguments.toArray(String[]::new));
    }
}
