package dev.clue.eval.data;

import static dev.clue.eval.data.SetFolder.HOME;
import static dev.clue.eval.data.SetFolder.ids;
import static dev.clue.eval.data.SetFolder.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images with metadata.jsonl or metadata.csv: the imagefolder layout of the datasets library. */
class ImageFolderTest {

    @TempDir
    Path folder;

    private SetFolder set = new SetFolder(Path.of(""));

    @BeforeEach
    void start() throws IOException {
        set = new SetFolder(folder.resolve("my-set")).images("a.png", "b.png", "c.png");
    }

    @Test
    void readsJsonLines() throws IOException {
        set.lines("metadata.jsonl", """
                {"file_name": "a.png", "label": "unsafe", "violated": ["fire"], "tags": ["small", "night"]}""", """
                {"file_name": "b.png", "label": "Safe"}""");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(read.name()).isEqualTo("my-set");
        assertThat(read.problems()).isEmpty();
        LabelledImage a = read.images().getFirst();
        assertThat(a.id()).isEqualTo("a.png");
        assertThat(a.unsafe()).isTrue();
        assertThat(a.rules()).isEqualTo(Map.of("fire", true, "knife", false));
        assertThat(a.slices()).containsExactly("night", "small");
        assertThat(a.source().uri()).endsWith("my-set/a.png");
        assertThat(a.source().bytes()).isEqualTo("bytes of a.png".getBytes(StandardCharsets.UTF_8));
        LabelledImage b = read.images().getLast();
        assertThat(b.unsafe()).isFalse();
        assertThat(b.rules()).isEmpty();
    }

    @Test
    void readsAnImageOnlyWhenItIsAskedFor() throws IOException {
        set.lines("metadata.jsonl", "{\"file_name\": \"a.png\", \"label\": \"safe\"}");
        ImageSource source = set.read().images().getFirst().source();

        set.write("a.png", "other");

        assertThat(source.bytes()).isEqualTo("other".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsCsvWithQuotesAndSeparatedLists() throws IOException {
        set.images("d, e.png")
                .lines(
                        "metadata.csv",
                        "file_name,label,violated,tags,caption",
                        "a.png,unsafe,\"fire,knife\",\"['small', 'night']\",\"two",
                        "lines and a \"\"quote\"\"\"",
                        "b.png,safe,,,",
                        "\"d, e.png\",unsafe,knife,small,x");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(problems(read)).isEmpty();
        assertThat(ids(read)).containsExactly("a.png", "b.png", "d, e.png");
        assertThat(read.images().get(0).rules()).isEqualTo(Map.of("fire", true, "knife", true));
        assertThat(read.images().get(0).slices()).containsExactly("night", "small");
        assertThat(read.images().get(1).rules()).isEqualTo(Map.of("fire", false, "knife", false));
        assertThat(read.images().get(2).rules()).isEqualTo(Map.of("fire", false, "knife", true));
    }

    @Test
    void readsSemicolonsAndByteOrderMarks() throws IOException {
        set.lines("metadata.csv", "\uFEFFfile_name;label", "a.png;safe\r", "b.png;unsafe\r");

        LabelledSet read = set.read();

        assertThat(problems(read)).isEmpty();
        assertThat(ids(read)).containsExactly("a.png", "b.png");
    }

    @Test
    void readsAFolderASplit() throws IOException {
        set.images("train/x.png", "test/x.png")
                .lines("train/metadata.jsonl", "{\"file_name\": \"x.png\", \"label\": \"safe\"}")
                .lines("test/metadata.csv", "file_name,label", "x.png,unsafe", "../a.png,safe");

        LabelledSet all = set.read();
        LabelledSet test = set.read(ReadOptions.DEFAULT.with(Set.of("test")));

        assertThat(ids(all)).containsExactly("test/x.png", "a.png", "train/x.png");
        assertThat(all.images().getFirst().slices()).containsExactly("split: test");
        assertThat(ids(test)).containsExactly("test/x.png", "a.png");
        assertThat(test.images().getFirst().slices()).isEmpty();
        assertThatThrownBy(() -> set.read(ReadOptions.DEFAULT.with(Set.of("tset"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no split 'tset'", "did you mean 'test'?", "test, train");
    }

    @Test
    void readsTheOneFileThatIsNamed() throws IOException {
        set.lines("labels-of-may.jsonl", "{\"file_name\": \"a.png\", \"label\": \"safe\"}");

        LabelledSet read = LabelledSet.read(set.root().resolve("labels-of-may.jsonl"), ReadOptions.DEFAULT);

        assertThat(ids(read)).containsExactly("a.png");
        assertThat(read.name()).isEqualTo("labels-of-may.jsonl");
    }

    @Test
    void reportsEverythingThatIsWrongAtOnceAndKeepsTheRest() throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"gone.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"b.png\", \"label\": \"unsfae\"}",
                "{\"file_name\": \"b.png\", \"label\": \"safe\"",
                "[1]",
                "{\"file_name\": \"c.png\"}",
                "{\"label\": \"safe\"}",
                "",
                "{\"file_name\": \"b.png\", \"label\": \"safe\", \"label\": \"unsafe\"}",
                "{\"file_name\": \"b.png\", \"label\": \"unsafe\"}",
                "{\"file_name\": \"gone.png\", \"label\": \"safe\"}");

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("a.png", "b.png");
        assertThat(problems(read))
                .satisfiesExactlyInAnyOrder(
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:2 (and 1 more place): the image 'gone.png' does not exist"),
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:3: the label 'unsfae' in column 'label' is none of safe,"
                                        + " unsafe")
                                .contains("did you mean 'unsafe'?"),
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:3 (and 1 more place): there is no label"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:4: the line is no JSON"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:5: the line is JSON, but no object"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:7: there is no image"),
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:9: the line is no JSON")
                                .contains("Duplicate field 'label'"));
    }

    @Test
    void reportsRulesThatTheConstitutionDoesNotHave() throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"violated\": [\"knief\"]}",
                "{\"file_name\": \"b.png\", \"violated\": [\"smoke\", \"fire\"]}",
                "{\"file_name\": \"c.png\", \"violated\": []}");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:1: there is no rule 'knief' in the constitution 'home':"
                                        + " did you mean 'knife'?"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:2: there is no rule 'smoke'"));
        // What was meant is not labelled, and so it is not labelled as not violated either.
        assertThat(read.images().get(0).rules()).isEqualTo(Map.of("fire", false));
        assertThat(read.images().get(0).unsafe()).isNull();
        assertThat(read.images().get(1).rules()).isEqualTo(Map.of("fire", true, "knife", false));
        assertThat(read.images().get(1).unsafe()).isTrue();
        assertThat(read.images().get(2).unsafe()).isFalse();
    }

    @Test
    void withoutAConstitutionOnlyWhatIsNamedIsLabelled() throws IOException {
        set.lines("metadata.jsonl", "{\"file_name\": \"a.png\", \"violated\": [\"smoke\"]}");

        assertThat(set.read().images().getFirst().rules()).isEqualTo(Map.of("smoke", true));
    }

    @Test
    void leavesOutWhatContradictsItself() throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\", \"violated\": [\"fire\"]}",
                "{\"file_name\": \"b.png\", \"label\": \"unsafe\", \"violated\": []}",
                "{\"file_name\": \"c.png\", \"label\": \"safe\"}");

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(HOME));

        assertThat(ids(read)).containsExactly("c.png");
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("metadata.jsonl:1: the label says safe, but"),
                        problem -> assertThat(problem).startsWith("metadata.jsonl:2: the label says unsafe, but"));
    }

    @Test
    void reportsTheSameFileTwiceAndTheSameIdTwice() throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\", \"n\": 1}",
                "{\"file_name\": \"./a.png\", \"label\": \"safe\", \"n\": 2}",
                "{\"file_name\": \"b.png\", \"label\": \"safe\", \"n\": 3}",
                "{\"file_name\": \"b.png\", \"label\": \"unsafe\", \"n\": 4}",
                "{\"file_name\": \"c.png\", \"label\": \"safe\", \"n\": 1}");
        set.write("my.yaml", "image: file_name\nid: n\nlabel: {column: label, unsafe: unsafe, safe: safe}\n");
        ColumnMapping mapping = ColumnMapping.of(set.root().resolve("my.yaml").toString());

        LabelledSet read = set.read(ReadOptions.DEFAULT.with(mapping));

        assertThat(ids(read)).containsExactly("1");
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:2: the image is there already (metadata.jsonl:1)"),
                        problem -> assertThat(problem)
                                .startsWith("metadata.jsonl:4: the image is there already with another label"),
                        problem -> assertThat(problem)
                                .startsWith(
                                        "metadata.jsonl:5: the id '1' is that of another image (metadata.jsonl:1)"));
    }

    @Test
    void readsNothingOutsideOfTheSet() throws IOException {
        Files.writeString(folder.resolve("secret.png"), "secret");
        Path inside = set.root().resolve("a.png").toAbsolutePath();
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"../secret.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"x/../../secret.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"/etc/passwd\", \"label\": \"safe\"}",
                "{\"file_name\": \"x/../b.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"" + inside + "\", \"label\": \"safe\"}",
                "{\"file_name\": \"https://example.com/a.png\", \"label\": \"safe\"}",
                "{\"file_name\": \"a\\u0000.png\", \"label\": \"safe\"}",
                "{\"file_name\": \".\", \"label\": \"safe\"}");

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("b.png", "a.png");
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem).contains("'../secret.png' lies outside of the set's folder"),
                        problem -> assertThat(problem).contains("'x/../../secret.png' lies outside"),
                        problem -> assertThat(problem).contains("'/etc/passwd' lies outside"),
                        problem -> assertThat(problem).contains("the image is an address (https)"),
                        problem -> assertThat(problem).contains("is no file name"),
                        problem -> assertThat(problem).contains("the image '.' is a folder"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void saysThatADeviceIsNoRegularFile() throws IOException {
        Files.createSymbolicLink(set.root().resolve("device.png"), Path.of("/dev/null"));
        set.lines("metadata.csv", "file_name,label", "device.png,safe", "a.png,safe");

        assertThat(problems(set.read()))
                .containsExactly(
                        "metadata.csv:2: the image 'device.png' is no regular file (a pipe or a device?) and is"
                                + " left out: put the file there, or remove the row");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aLinkThatLeadsBackDoesNotTakeTheSetWithIt() throws IOException {
        set.images("images/d.png")
                .lines("metadata.csv", "file_name,label", "images/d.png,safe")
                .write(".cache/x", "");
        Files.createSymbolicLink(set.root().resolve("images/loop"), Path.of("."));
        Files.createSymbolicLink(set.root().resolve(".cache/loop"), Path.of(".."));

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("images/d.png");
        assertThat(problems(read))
                .containsExactly(
                        "images/loop: this link leads back to a folder that contains it, and is not searched for"
                                + " labels: remove the link");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFolderThatCannotBeSearchedDoesNotTakeTheSetWithIt() throws IOException {
        set.images("more/x.png").lines("metadata.csv", "file_name,label", "a.png,safe");
        Path more = set.root().resolve("more");
        Files.setPosixFilePermissions(more, Set.of());
        assumeFalse(Files.isReadable(more), "whoever runs this may read everything");
        try {
            LabelledSet read = set.read();

            assertThat(ids(read)).containsExactly("a.png");
            assertThat(problems(read))
                    .containsExactly(
                            "more: cannot be searched for labels (AccessDeniedException), and is left out: check"
                                    + " its permissions");
        } finally {
            Files.setPosixFilePermissions(more, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void refusesWhatIsNoSet() throws IOException {
        assertThatThrownBy(() -> LabelledSet.read(folder.resolve("nowhere"), ReadOptions.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("no labels found: expected metadata.jsonl");
        assertThatThrownBy(() -> LabelledSet.read(set.root().resolve("a.png"), ReadOptions.DEFAULT))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("not a table of labels");

        set.lines("metadata.jsonl", "{\"file_name\": \"a.png\", \"label\": \"safe\"}");
        set.lines("metadata.csv", "file_name,label", "a.png,unsafe");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("metadata.csv", "metadata.jsonl", "both label the images");
    }

    @Test
    void refusesASetWithoutAnImageAndSaysWhy() throws IOException {
        set.write("metadata.jsonl", "");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no image that can be used", "metadata.jsonl: the file has no rows");

        set.lines("metadata.jsonl", "{\"file_name\": \"gone.png\", \"label\": \"safe\"}", "nonsense");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("'gone.png' does not exist", "metadata.jsonl:2: the line is no JSON");

        set.lines("metadata.jsonl", "{\"picture\": \"a.png\", \"label\": \"safe\"}");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("no column names the image (there are: picture, label)", "mapping file");

        set.write("metadata.jsonl", "nonsense\n");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("metadata.jsonl:1: the line is no JSON");
    }
}
