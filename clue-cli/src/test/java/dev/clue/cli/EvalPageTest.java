package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that clue eval writes, of a set and a constitution whose texts attack whatever shows them. */
class EvalPageTest {

    private static final String RULE = "A <script>alert(3)</script> & \"child\" must not touch a weapon.";
    private static final String STATEMENT = "a <b>child</b> is visible";
    private static final Pattern LOADS =
            Pattern.compile("(?i)(?:src|href|srcset|poster|action|data)\\s*=\\s*[\"']?+(?!data:image/jpeg;base64,|#)");

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void set() {
        clue = new Clue(folder)
                .file("strict.clue.yaml", constitution("strict"))
                .file("lenient.clue.yaml", constitution("lenient"))
                .file("mapping.yaml", """
                        image: file_name
                        rules: {by_constitution: verdicts}
                        statements: truth
                        slices: [source]
                        pair: pair
                        """)
                .image("set/red.png", PaintedModels.RED)
                .image("set/green.png", PaintedModels.GREEN)
                .image("set/blue.png", PaintedModels.BLUE)
                .image("set/black.png", PaintedModels.BLACK)
                .image("set/e<script>alert(2)<!--&\"'.png", PaintedModels.BLUE)
                .file(
                        "set/metadata.jsonl",
                        row("red", true, false)
                                + row("green", true, false)
                                + row("blue", false, false)
                                + row("black", true, true)
                                + row("e<script>alert(2)<!--&\\\"'", false, true));
    }

    private static String constitution(String id) {
        return """
                constitution: %s
                version: 1
                rules:
                  - id: weapon-near-child
                    rule: '%s'
                    preconditions:
                      - any: [{statement: '%s', objects: [child]}]
                """.formatted(id, RULE, STATEMENT);
    }

    private static String row(String name, boolean strict, boolean lenient) {
        return """
                {"file_name": "%s.png", "pair": "<u>p</u>", "source": "<i>night</i>", "truth": {"%s": %s},\
                 "verdicts": {"strict": [%s], "lenient": [%s]}}
                """.formatted(name, STATEMENT, strict, violated(strict), violated(lenient));
    }

    private static String violated(boolean violated) {
        return violated ? "\"weapon-near-child\"" : "";
    }

    @Test
    void everySectionIsThereAndReached() throws IOException {
        String page = page();
        assertThat(all("<section id=\"([\\w-]+)\"", page))
                .containsExactly(
                        "overview",
                        "policies",
                        "curves",
                        "constants",
                        "rules",
                        "slices",
                        "distributions",
                        "cost",
                        "mistakes",
                        "left-out",
                        "facts");
        List<String> links = all("href=\"#([^\"]+)\"", page);
        assertThat(links).contains("overview", "policies", "constants", "mistakes", "left-out");
        assertThat(all(" id=\"([^\"]+)\"", page)).doesNotHaveDuplicates().containsAll(links);
        assertThat(page)
                .contains("<title>Evaluation of set</title>")
                .contains("5 images; 3 unsafe and 2 safe ones judged; 4 methods")
                .contains("5 images labelled under all of strict, lenient")
                .contains("one verdict for all policies, at best")
                .contains("resamples of 1 pair of images");
    }

    @Test
    void textsOfOthersAreText() throws IOException {
        String page = page();
        assertThat(page)
                .doesNotContainIgnoringCase("<script")
                .doesNotContain("<b>child")
                .doesNotContain("<i>night")
                .doesNotContain("<u>p");
        assertThat(page)
                .contains("A &lt;script&gt;alert(3)&lt;/script&gt; &amp;")
                .contains("a &lt;b&gt;child&lt;/b&gt; is visible")
                .contains("e&lt;script&gt;alert(2)&lt;!--&amp;")
                .contains("source: &lt;i&gt;night&lt;/i&gt;")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt; it is there");
        assertThat(all("aria-label=\"([^\"]*)\"", page)).anyMatch(label -> label.contains("d of a &lt;b>child&lt;/b>"));
    }

    /** A rule that is not violated is folded, but for the one whose violation was missed. */
    @Test
    void theChainOfAMissedViolationIsUnfolded() throws IOException {
        String page = page();
        String folded = "<details class=\"rule\">\n<summary><span class=\"badge not_violated\">";
        String unfolded = folded.replace("\"rule\"", "\"rule\" open");
        assertThat(page).contains("<span class=\"badge unsafe\">missed</span>").contains(unfolded);
        assertThat(page).doesNotContain(folded);
    }

    @Test
    void whatIsDrawnIsAlsoSaid() throws IOException {
        String page = page();
        List<String> drawings = all("(<svg(?:\\s+[\\w:-]+=\"[^\"]*\")*\\s*>)", page);
        assertThat(drawings).filteredOn(svg -> svg.contains("class=\"plot\"")).hasSize(5);
        assertThat(drawings).filteredOn(svg -> svg.contains("class=\"strip\"")).isNotEmpty();
        for (String svg : drawings) {
            if (svg.contains("aria-hidden=\"true\"")) {
                continue; // its text is beside it
            }
            assertThat(svg).contains("role=\"img\"");
            List<String> names = all("aria-labelledby=\"([^\"]+)\"", svg);
            if (names.isEmpty()) {
                assertThat(all("aria-label=\"([^\"]+)\"", svg)).as(svg).hasSize(1);
            } else {
                for (String id : names.getFirst().split(" ")) {
                    assertThat(page).containsPattern("<(title|desc) id=\"" + id + "\">[^<]{4,}</");
                }
            }
        }
        assertThat(all("(<svg class=\"bar\"[^>]*aria-hidden=\"true\"[^>]*>(?s:.*?)</svg>\\s*<span>[^<]+</span>)", page))
                .hasSameSizeAs(all("(<svg class=\"bar\")", page));
        assertThat(all("(<figure class=\"plotfigure\">)", page))
                .hasSameSizeAs(all("(<summary>The same in numbers</summary>)", page));
        assertThat(all("<img([^>]*)>", page)).isNotEmpty().allMatch(image -> image.contains("alt=\""));
    }

    @Test
    void nothingIsLoadedFromElsewhereAndNothingRuns() throws Exception {
        String page = page();
        assertThat(page)
                .contains("default-src 'none'")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContain("@import");
        assertThat(LOADS.matcher(page).find()).isFalse();
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page).contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
    }

    @Test
    void aRunThatDecidedNothingHasAPageThatSaysSo() throws IOException {
        clue.image("set/red.png", PaintedModels.BLACK)
                .image("set/green.png", PaintedModels.BLACK)
                .file("set/metadata.jsonl", row("red", true, true) + row("green", false, false));
        String page = page();
        assertThat(page)
                .contains("accuracy needs a decided item: ")
                .contains("<td class=\"undecided depth-10\"><strong>1</strong> <span>100.0 %</span></td>")
                .contains("Average precision: none is defined")
                .contains("0 mistakes")
                .doesNotContain("NaN")
                .doesNotContain("Infinity");
    }

    @Test
    void aSetOfOneClassHasAPageThatSaysSo() throws IOException {
        clue.file("set/metadata.jsonl", row("red", true, true));
        String page = page();
        assertThat(page)
                .contains("1 image; 1 unsafe and 0 safe ones judged")
                .contains("needs both classes")
                .contains("needs an image whose labels differ between policies")
                .doesNotContain("NaN");
    }

    private static List<String> all(String pattern, String text) {
        List<String> found = new ArrayList<>();
        for (MatchResult match :
                Pattern.compile(pattern).matcher(text).results().toList()) {
            found.add(match.group(1));
        }
        return found;
    }

    private String page() throws IOException {
        Clue.Result result = clue.run(
                "eval",
                clue.path("set"),
                "-c",
                clue.path("strict.clue.yaml"),
                "--flips",
                clue.path("lenient.clue.yaml"),
                "--mapping",
                clue.path("mapping.yaml"),
                "--sweep",
                "beta=0.3,0.9",
                "--sweep",
                "alpha2Factor=0.5",
                "--resamples",
                "50",
                "--overwrite",
                "-o",
                clue.path("out"));
        assertThat(result.status()).as(result.err()).isZero();
        return Files.readString(folder.resolve("out/report.html"));
    }
}
