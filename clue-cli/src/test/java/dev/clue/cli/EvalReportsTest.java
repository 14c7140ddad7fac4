package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clue eval says of what it cannot use, and what it makes of names that others have chosen. */
class EvalReportsTest {

    private static final int MANY = 25;

    @TempDir
    private Path folder = Path.of("");

    private Clue clue = new Clue(Path.of(""));

    @BeforeEach
    void set() {
        clue = new Clue(folder)
                .constitution()
                .image("set/red.png", PaintedModels.RED)
                .image("set/green.png", PaintedModels.GREEN)
                .file("set/broken.png", "no image")
                .file(
                        "set/metadata.jsonl",
                        Clue.label("red", "unsafe") + Clue.label("green", "safe") + Clue.label("broken", "safe"));
    }

    private Clue.Result eval(String... options) {
        return clue.eval(options);
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve("out").resolve(name));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(text("report.json"));
    }

    @Test
    void anImageThatCannotBeReadIsSaidAndCountedEverywhere() throws IOException {
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("clue: " + clue.path("set/broken.png") + ": ")
                .contains("1 image could not be judged, or not wholly");
        assertThat(result.out())
                .contains("1 image could not be judged, or not wholly (not_an_image 1):\n- ")
                .contains("set/broken.png: ");
        assertThat(text("report.txt")).isEqualTo(result.out());
        assertThat(json().path("unjudged")).hasSize(1);
        assertThat(json().path("unjudged").path(0).path("image").asText()).isEqualTo("broken.png");
        assertThat(json().path("unjudged").path(0).path("kind").asText()).isEqualTo("not_an_image");
        assertThat(text("report.html"))
                .contains("1 image could not be judged, or not wholly (not_an_image 1)")
                .contains("id=\"left-out\"")
                .contains("set/broken.png: ");
        Clue.Result again = eval("--resume");
        assertThat(again.err()).contains("set/broken.png: ").contains("0 predictions made");
        assertThat(again.out()).isEqualTo(result.out());
    }

    @Test
    void aModelThatFailsIsSaidAndWhatAProfileLeavesToPeopleIsNot() {
        clue.image("set/broken.png", PaintedModels.BLACK);
        assertThat(eval().err()).contains("set/broken.png: ").contains("1 image could not be judged, or not wholly");
        clue.image("set/broken.png", PaintedModels.GREEN);
        assertThat(eval("--overwrite").err()).doesNotContain("could not be judged");
    }

    @Test
    void ofManyTheFirstAreSaidAndWhereTheRestIs() throws IOException {
        StringBuilder labels = new StringBuilder(Clue.label("red", "unsafe") + Clue.label("green", "safe"));
        for (int i = 0; i < MANY; i++) {
            clue.file("set/broken" + i + ".png", "no image " + i);
            labels.append(Clue.label("broken" + i, "safe"));
            labels.append(Clue.label("missing" + i, "safe"));
        }
        clue.file("set/metadata.jsonl", labels.toString());
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err().lines().filter(line -> line.contains("set/broken")))
                .hasSize(20);
        assertThat(result.err())
                .contains("and 5 more: all of them will be in " + clue.path("out/report.json"))
                .contains("25 images could not be judged");
        assertThat(result.out()).contains("- and 20 more: all are in report.json");
        assertThat(json().path("unjudged")).hasSize(MANY);
        assertThat(text("report.html")).contains("And 5 more: all are in report.json beside this page.");
        int missing = 0;
        for (JsonNode problem : json().path("set_problems")) {
            assertThat(problem.path("advice").asText()).isNotEmpty();
            missing += problem.path("places").size();
        }
        assertThat(missing).isEqualTo(MANY);
    }

    @Test
    void problemsOfTheSetAreInEveryReport() throws IOException {
        clue.file(
                "set/metadata.jsonl",
                Clue.label("red", "unsafe")
                        + Clue.label("red", "unsafe")
                        + Clue.label("green", "safe")
                        + Clue.label("gone", "safe")
                        + Clue.label("green", "saef"));
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isZero();
        int problems = json().path("set_problems").size();
        assertThat(problems).isGreaterThanOrEqualTo(3);
        assertThat(result.out())
                .contains("the set has " + problems + " problems, in ")
                .contains("gone.png");
        assertThat(text("report.html"))
                .contains("the set has " + problems + " problems, in ")
                .contains("gone.png");
        assertThat(json().path("set_problems").findValuesAsText("places").toString() + json())
                .contains("metadata.jsonl:2")
                .contains("metadata.jsonl:4")
                .contains("metadata.jsonl:5");
    }

    @Test
    void namesFromLabelsCannotControlTerminalsOrSpreadsheets() throws IOException {
        String formula = "=HYPERLINK(1)";
        String long1 = "a" + "x".repeat(500) + "1";
        clue.file(
                        "mapping.yaml",
                        "image: file_name\nlabel: {column: label, unsafe: [unsafe], safe: [safe]}\ntags: tags\n")
                .file("set/metadata.jsonl", """
                        {"file_name": "red.png", "label": "unsafe", "tags": ["\\u001b[31mred\\u0007", "%s", "%s"]}
                        {"file_name": "green.png", "label": "safe", "tags": ["one\\ntwo", "+1", "-1", "@SUM"]}
                        """.formatted(formula, long1));
        Clue.Result result = eval("--mapping", clue.path("mapping.yaml"));
        assertThat(result.status()).as(result.err()).isZero();
        for (String shown : List.of(result.out(), result.err(), text("report.txt"), text("metrics.csv"))) {
            assertThat(shown).doesNotContain("\u001b").doesNotContain("\u0007");
        }
        assertThat(result.out())
                .contains("\n\uFFFD[31mred\uFFFD ")
                .contains("\none\uFFFDtwo ")
                .doesNotContain(long1)
                .contains("\naxxx")
                .contains("xxx1 ");
        assertThat(text("metrics.csv"))
                .contains("clue,slice,'" + formula + ",")
                .contains("clue,slice,'+1,")
                .contains("clue,slice,'-1,")
                .contains("clue,slice,'@SUM,")
                .contains("clue,slice,\uFFFD[31mred\uFFFD,")
                .contains("clue,slice,one\uFFFDtwo,");
        assertThat(json().path("methods").path(0).path("slices").has(formula))
                .as("JSON has names as they are")
                .isTrue();
    }

    @Test
    void curvesAreInJsonPointByPoint() throws IOException {
        clue.file("set/metadata.jsonl", Clue.label("red", "unsafe") + Clue.label("green", "safe"));
        eval();
        JsonNode curves = json().path("methods").path(0).path("curves");
        assertThat(curves.path("roc").path(0)).hasToString("[null,0.0,0.0]");
        assertThat(curves.path("roc").path(1).path(1).doubleValue()).isZero();
        assertThat(curves.path("roc").path(1).path(2).doubleValue()).isEqualTo(1);
        assertThat(curves.path("precision_recall")).hasSize(2);
        assertThat(curves.path("precision_recall").path(0)).hasSize(3);
        assertThat(curves.path("reliability")).hasSize(10).anySatisfy(bin -> {
            assertThat(bin.path("images").intValue()).isEqualTo(1);
            assertThat(bin.path("unsafe").doubleValue()).isEqualTo(1);
        });

        clue.file("set/metadata.jsonl", Clue.label("red", "unsafe"));
        eval("--overwrite");
        assertThat(json().path("methods")
                        .path(0)
                        .path("curves")
                        .path("roc")
                        .path("undefined")
                        .textValue())
                .startsWith("ROC needs both classes");
    }

    @Test
    void oneOfAThingIsOne() throws IOException {
        clue.file("set/metadata.jsonl", Clue.label("red", "unsafe"));
        Clue.Result result = eval("--resamples", "1");
        assertThat(result.out()).startsWith("1 image; in brackets").contains("1 resample,");
        assertThat(result.err()).contains("1 prediction made, 0 were there already");
        assertThat(eval("--resume").err()).contains("0 predictions made, 1 was there already");
    }

    /** A JSON string may hold a half of a character, which no file of UTF-8 can. */
    @Test
    void aHalfOfACharacterCostsNoReport() throws IOException {
        clue.file("set/metadata.jsonl", """
                        {"file_name": "red.png", "label": "unsafe", "tags": ["half \\ud800"], "pair": "\\udc00"}
                        {"file_name": "green.png", "label": "safe", "tags": ["half \\ud800"], "pair": "\\udc00"}
                        """);
        Clue.Result result = eval();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(text("report.txt")).isEqualTo(result.out()).contains("half \uFFFD");
        assertThat(json().path("methods").path(0).path("slices").has("half \uFFFD"))
                .isTrue();
        assertThat(text("report.html")).contains("half \uFFFD");
    }
}
