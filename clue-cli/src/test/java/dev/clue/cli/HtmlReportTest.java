package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HtmlReportTest {

    private static final Pattern LOADS =
            Pattern.compile("(?i)(?:src|href|srcset|poster|action|data)\\s*=\\s*[\"']?+(?!data:image/jpeg;base64,)");

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void fourImages() {
        clue = new Clue(folder)
                .constitution()
                .image("a.png", PaintedModels.RED, 1000, 500)
                .image("b.png", PaintedModels.GREEN)
                .image("c.png", PaintedModels.BLUE)
                .image("d<script>alert(2)<!--&\"'.png", PaintedModels.YELLOW)
                .file("e.png", "no image");
    }

    @Test
    void everyImageIsThereWithItsVerdict() throws IOException {
        String page = page();
        assertThat(page).containsSubsequence("a.png", "b.png", "c.png", "e.png");
        assertThat(Pattern.compile("<article class=\"card (\\w+)\"")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1)))
                .containsExactly("unsafe", "safe", "unsafe", "undecided", "undecided");
        assertThat(page).contains("5 images: 1 safe, 2 unsafe, 2 undecided (2 errors)");
        assertThat(page).contains("A child should not touch a weapon.");
    }

    @Test
    void picturesAreSmallJpegsInThePage() throws IOException {
        Matcher picture = Pattern.compile("data:image/jpeg;base64,([A-Za-z0-9+/=]+)\" width=\"640\" height=\"320\"")
                .matcher(page());
        assertThat(picture.find()).isTrue();
        assertThat(Base64.getDecoder().decode(picture.group(1))).startsWith(0xff, 0xd8, 0xff);
    }

    @Test
    void oneRuleIsNoPlural() throws IOException {
        assertThat(page()).contains("version 3, 1 rule, sha256 ");
    }

    @Test
    void whatCannotBeShownSaysWhy() throws IOException {
        assertThat(page()).contains("No picture: ");
    }

    @Test
    void namesAndRationalesAreText() throws IOException {
        String page = page();
        assertThat(page).doesNotContainIgnoringCase("<script");
        assertThat(page)
                .contains("d&lt;script&gt;alert(2)&lt;!--&amp;")
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;");
        assertThat(page).doesNotContain("alt=\"" + clue.path("d<script>"));
    }

    @Test
    void controlCharactersAndTurnedOrderAreSeenAndDoNothing() throws IOException {
        clue.image("f\u001b[31m\u0085\u202Egpj\u2066.png", PaintedModels.MAGENTA);
        String page = page();
        assertThat(page)
                .contains("f\uFFFD[31m\uFFFD\uFFFDgpj\uFFFD.png</bdi>")
                .contains("<blockquote dir=\"auto\">&lt;b&gt;bold&lt;/b&gt; \uFFFD[31mred \uFFFDgnp end</blockquote>");
        assertThat(page.codePoints().filter(c -> c != '\n' && isInvisible(c)).boxed())
                .isEmpty();
    }

    private static boolean isInvisible(int codePoint) {
        return Character.getType(codePoint) == Character.CONTROL || Character.getType(codePoint) == Character.FORMAT;
    }

    @Test
    void nothingIsLoadedFromElsewhere() throws IOException {
        String page = page();
        assertThat(page)
                .contains("Content-Security-Policy")
                .contains("default-src 'none'")
                .contains("img-src data:");
        assertThat(LOADS.matcher(page).find()).isFalse();
        assertThat(page)
                .doesNotContain("url(")
                .doesNotContain("@import")
                .doesNotContain("http:")
                .doesNotContain("https:");
    }

    @Test
    void thePolicyAllowsTheStyleSheetOfThePageAndNoOther() throws Exception {
        String page = page();
        Matcher style = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(page);
        assertThat(style.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(page).contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(digest) + "'");
        assertThat(page).doesNotContain("style=");
    }

    @Test
    void onlyTheWantedVerdictsAreShown() throws IOException {
        clue.run("judge", folder.toString(), "--only", "safe", "-o", clue.path("safe.html"));
        String page = Files.readString(folder.resolve("safe.html"));
        assertThat(page).contains("b.png").doesNotContain("a.png").contains("5 images:");
    }

    @Test
    void theReportCanGoToStandardOutput() {
        Result result = clue.run("judge", folder.toString(), "--format", "html");
        assertThat(result.out()).startsWith("<!doctype html>").endsWith("</html>\n");
        assertThat(result.err()).contains("5 images:");
    }

    @Test
    void aFileThatHasChangedIsNotDrawnUnderTheOldVerdict() throws IOException {
        clue = new Clue(folder.resolve("one")).constitution().image("x.png", PaintedModels.RED);
        clue.models(new PaintedModels("painted", 0, () -> clue.image("x.png", PaintedModels.GREEN)));
        clue.run("judge", clue.path("x.png"), "-o", clue.path("report.html"));
        assertThat(Files.readString(clue.folder.resolve("report.html")))
                .contains("the file has changed since it was judged")
                .doesNotContain("<img");
    }

    private String page() throws IOException {
        Path file = folder.resolve("report.html");
        Files.deleteIfExists(file);
        clue.run("judge", folder.toString(), "-o", file.toString());
        return Files.readString(file);
    }
}
