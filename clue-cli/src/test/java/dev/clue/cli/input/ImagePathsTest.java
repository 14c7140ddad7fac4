package dev.clue.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.cli.input.PathList.Separator;
import dev.clue.error.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ImagePathsTest {

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void aTree() throws IOException {
        for (String name :
                List.of("b.png", "a/2.png", "a/10.png", "a/deep/x.JPG", "c.png", ".hidden.png", ".git/y.png")) {
            write(name, PNG);
        }
        write("looks-like-text", PNG);
        write("broken.gif", new byte[0]);
        write("notes.txt", "BM is how this text begins".getBytes(StandardCharsets.UTF_8));
        write("readme.md", new byte[0]);
    }

    @Test
    void aFolderIsWalkedInOrderWithoutWhatIsHiddenOrNoImage() {
        ImageList list = list(folder.toString());
        assertThat(relative(list))
                .containsExactly(
                        "a/10.png", "a/2.png", "a/deep/x.JPG", "b.png", "broken.gif", "c.png", "looks-like-text");
        assertThat(list.others()).isEqualTo(2);
        assertThat(list.warnings()).isEmpty();
    }

    @Test
    void aNamedFileIsTakenWhateverItIs() {
        assertThat(relative(list(path("readme.md"), path(".hidden.png")))).containsExactly("readme.md", ".hidden.png");
    }

    @Test
    void whatIsNamedTwiceIsJudgedOnceAtItsFirstPlace() {
        assertThat(relative(list(path("c.png"), folder.toString(), path("b.png"))))
                .startsWith("c.png")
                .doesNotHaveDuplicates()
                .hasSize(7);
    }

    @Test
    void patternsMeanWhatTheyMeanInAShell() {
        assertThat(relative(list(path("*.png")))).containsExactly("b.png", "c.png");
        assertThat(relative(list(path("**/*.png")))).containsExactly("a/10.png", "a/2.png", "b.png", "c.png");
        assertThat(relative(list(path("a/**")))).containsExactly("a/10.png", "a/2.png", "a/deep/x.JPG");
        assertThat(relative(list(path("{b,c}.png")))).containsExactly("b.png", "c.png");
        assertThat(relative(list(path("a/1?.png")))).containsExactly("a/10.png");
        assertThatThrownBy(() -> list(path("[.png"))).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void aFileWhoseNameLooksLikeAPatternIsAFile() throws IOException {
        write("[x].png", PNG);
        assertThat(relative(list(path("[x].png")))).containsExactly("[x].png");
    }

    @Test
    void linksToElsewhereAreFollowedAndLinksBackAreNot() throws IOException {
        Files.createSymbolicLink(folder.resolve("a/up"), folder);
        Files.createSymbolicLink(folder.resolve("z"), folder.resolve("a/deep"));
        ImageList list = list(folder.toString());
        assertThat(relative(list)).contains("z/x.JPG").doesNotHaveDuplicates().hasSize(8);
        assertThat(list.warnings()).singleElement().asString().contains("a/up");
    }

    @Test
    void aLinkToNothingIsReported() throws IOException {
        Files.createSymbolicLink(folder.resolve("gone.png"), folder.resolve("nowhere"));
        assertThat(relative(list(folder.toString()))).contains("gone.png");
    }

    @Test
    void aNameThatCannotBeAPathIsRefused() {
        assertThatThrownBy(() -> list("a\0b.png"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    @Test
    void aListThatIsNotUtf8IsRefused() {
        InputStream in = new ByteArrayInputStream(new byte[] {'a', (byte) 0xff});
        assertThatThrownBy(() -> ImagePaths.of(List.of("-"), in, Separator.LINE_FEED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void linksFromFoldersToFoldersDoNotMultiplyWithoutEnd() throws IOException {
        int folders = 9;
        for (int i = 0; i < folders; i++) {
            write("many/" + i + "/x.png", PNG);
            for (int other = 0; other < folders; other++) {
                Files.createSymbolicLink(folder.resolve("many/" + i + "/to" + other), Path.of("..", "" + other));
            }
        }
        ImageList list = list(path("many"));
        assertThat(relative(list)).contains("many/0/x.png", "many/8/x.png").hasSizeLessThanOrEqualTo(17 * folders);
        assertThat(list.warnings()).anySatisfy(warning -> assertThat(warning).contains("16 names already"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aNameThatIsNotUtf8IsListedAsItselfAndSaid() throws IOException {
        write("odd/\uFFFD.png", PNG);
        Path other = Path.of(URI.create(folder.resolve("odd").toUri() + "%FF.png"));
        Files.write(other, PNG);
        ImageList list = list(path("odd"));
        assertThat(list.paths())
                .containsExactlyInAnyOrder(path("odd/\uFFFD.png"), other.toUri().toString());
        assertThat(list.warnings()).singleElement().asString().contains("this name is not UTF-8");
    }

    @Test
    void slashesMayBeDoubledInPatterns() {
        assertThat(relative(list(folder + "//a//*.png"))).containsExactly("a/10.png", "a/2.png");
    }

    @Test
    void aListMayBeginWithAByteOrderMark() {
        assertThat(listed("\uFEFFone.png\ntwo.png", Separator.LINE_FEED)).containsExactly("one.png", "two.png");
    }

    @Test
    void aListThatEndsPathsOtherwiseIsToldSo() {
        assertThatThrownBy(() -> listed("one.png\0two.png\0", Separator.LINE_FEED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("pass -0");
        assertThatThrownBy(() -> listed("a".repeat(10_000_000), Separator.LINE_FEED))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no path is as long as the one that begins with aaa")
                .hasMessageContaining("(10000000 characters)")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    private static List<String> listed(String text, Separator separator) {
        InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return ImagePaths.of(List.of("-"), in, separator).paths();
    }

    private ImageList list(String... arguments) {
        return ImagePaths.of(List.of(arguments), InputStream.nullInputStream(), Separator.LINE_FEED);
    }

    private List<String> relative(ImageList list) {
        return list.paths().stream()
                .map(image -> folder.relativize(Path.of(image)).toString())
                .toList();
    }

    private String path(String name) {
        return folder + "/" + name;
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
