package dev.clue.eval.data;

import static dev.clue.eval.data.SetFolder.HOME;
import static dev.clue.eval.data.SetFolder.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Images of a set that are the same byte for byte under different names. */
class EqualImagesTest {

    @TempDir
    Path folder;

    private SetFolder set = new SetFolder(Path.of(""));

    @BeforeEach
    void start() throws IOException {
        set = new SetFolder(folder.resolve("my-set")).images("a.png", "b.png", "c.png");
    }

    @Test
    void reportsImagesThatAreTheSameUnderOtherNames() throws IOException {
        set.write("copy.png", "bytes of a.png")
                .write("other.png", "bytes of x.png")
                .write("empty-1.png", "")
                .write("empty-2.png", "");
        Files.createLink(set.root().resolve("hard.png"), set.root().resolve("b.png"));
        set.lines(
                "metadata.csv",
                "file_name,label,violated",
                "a.png,unsafe,fire",
                "copy.png,unsafe,fire",
                "b.png,safe,",
                "hard.png,unsafe,",
                "other.png,safe,",
                "empty-1.png,safe,",
                "empty-2.png,safe,");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(read.images()).hasSize(7);
        assertThat(problems(read))
                .containsExactly(
                        "metadata.csv:3: 'copy.png' is the same image as 'a.png' (metadata.csv:2), byte for byte: both"
                                + " count: remove one of the rows, or give one another image",
                        "metadata.csv:5: 'hard.png' is the same image as 'b.png' (metadata.csv:4), byte for byte, with"
                                + " another label: both count, and one of them is labelled wrongly: mend the label that"
                                + " is wrong, and remove one of the rows");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void imagesThatAreTheSameByALinkContradictByTheirRules() throws IOException {
        Files.createSymbolicLink(set.root().resolve("link.png"), Path.of("a.png"));
        set.lines("metadata.csv", "file_name,violated", "a.png,fire", "link.png,knife");

        assertThat(problems(set.read(ReadOptions.DEFAULT.with(HOME))))
                .singleElement()
                .asString()
                .contains("'link.png' is the same image as 'a.png'", "with another label");
    }
}
