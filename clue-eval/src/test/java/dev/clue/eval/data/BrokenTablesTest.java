package dev.clue.eval.data;

import static dev.clue.eval.data.SetFolder.ids;
import static dev.clue.eval.data.SetFolder.problems;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables that are no UTF-8, no CSV or no JSON, or have no rows: what of them is read, and what is said. */
class BrokenTablesTest {

    @TempDir
    Path folder;

    private SetFolder set = new SetFolder(Path.of(""));

    @BeforeEach
    void start() throws IOException {
        set = new SetFolder(folder.resolve("my-set")).images("a.png", "b.png", "c.png");
    }

    @Test
    void leavesOutLinesThatAreNotUtf8() throws IOException {
        byte[] bad = "{\"file_name\": \"b.png\", \"label\": \"safe\", \"text\": \"caf\u00e9\"}\n"
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] good = "{\"file_name\": \"a.png\", \"label\": \"safe\"}\n".getBytes(StandardCharsets.UTF_8);
        set.write("metadata.jsonl", concat(good, bad, "{\"file_name\": \"c.png\", \"label\": \"safe\"}".getBytes()));

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("a.png", "c.png");
        assertThat(problems(read))
                .containsExactly("metadata.jsonl:2: the line is not UTF-8 and is left out: save the file as UTF-8");
    }

    /** The parser's own words advise programmers how to make it accept such a line. */
    @Test
    void saysWhatIsWrongWithALineInWordsForPeople() throws IOException {
        set.write(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\", \"size\": NaN}\n"
                        + "{\"file_name\": \"b.png\", \"label\": \"safe\", \"deep\": " + "[".repeat(2000)
                        + "]".repeat(2000) + "}\n"
                        + "{\"file_name\": \"c.png\", \"label\": \"safe\"}\n");

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("c.png");
        assertThat(problems(read))
                .containsExactly(
                        "metadata.jsonl:1: the line is no JSON and is left out (Non-standard token 'NaN'): mend the line",
                        "metadata.jsonl:2: the line is no JSON and is left out (Document nesting depth (1001) exceeds"
                                + " the maximum allowed (1000)): mend the line");
    }

    @Test
    void saysThatCarriageReturnsAloneEndNoLine() throws IOException {
        String problem = "the line goes on after a carriage return (CR), which ends no line, and is left out: save the"
                + " file as UTF-8 with line feeds (LF or CRLF)";
        set.write("metadata.csv", "file_name,label\ra.png,safe\rb.png,unsafe\r");
        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith(":\nmetadata.csv:1: " + problem);

        set.write("metadata.csv", "file_name,label\na.png,safe\rb.png,unsafe\n\"c\r.png\",safe\r\nc.png,safe");
        LabelledSet read = set.read();
        assertThat(ids(read)).containsExactly("c.png");
        assertThat(problems(read))
                .hasSize(2)
                .contains("metadata.csv:2: " + problem)
                .anySatisfy(missing -> assertThat(missing).startsWith("metadata.csv:3: the image 'c\r.png' does not"));

        Files.delete(set.root().resolve("metadata.csv"));
        set.write(
                "metadata.jsonl",
                "{\"file_name\": \"a.png\", \"label\": \"safe\"}\r{\"file_name\": \"b.png\", \"label\": \"safe\"}\r");
        assertThatThrownBy(set::read).hasMessageEndingWith(":\nmetadata.jsonl:1: " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "UTF-32"})
    void saysThatATableIsNotUtf8(String charset) throws IOException {
        set.write("metadata.csv", "file_name,label\na.png,safe\n".getBytes(Charset.forName(charset)));

        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageEndingWith(":\nmetadata.csv: the file is not UTF-8, but UTF-16 or UTF-32: save the file as"
                        + " UTF-8 with line feeds (LF or CRLF)");
    }

    @Test
    void saysThatATableHasNoRows() throws IOException {
        set.lines("metadata.csv", "file_name,label");
        assertThatThrownBy(set::read)
                .hasMessageEndingWith(":\nmetadata.csv: the file has no rows: fill it, or remove it");

        set.images("train/x.png").lines("train/metadata.csv", "file_name,label", "x.png,safe");
        assertThat(problems(set.read())).containsExactly("metadata.csv: the file has no rows: fill it, or remove it");
    }

    @Test
    void leavesOutALineOfTenMegabytes() throws IOException {
        set.lines(
                "metadata.jsonl",
                "{\"file_name\": \"b.png\", \"label\": \"safe\", \"text\": \"" + "x".repeat(10_000_000) + "\"}",
                "{\"file_name\": \"a.png\", \"label\": \"safe\", \"text\": \"" + "x".repeat(1_000_000) + "\"}");

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("a.png");
        assertThat(problems(read))
                .singleElement()
                .asString()
                .startsWith("metadata.jsonl:1: the line is longer than 8 MiB");
    }

    @Test
    void aBrokenCsvRecordDoesNotTakeTheRestWithIt() throws IOException {
        set.lines(
                "metadata.csv",
                "file_name,label,text",
                "a.png,safe,\"never closed",
                "b.png,safe,fine",
                "c.png,safe",
                "c.png,unsafe,\"quoted\" and more",
                "c.png,unsafe,last");

        LabelledSet read = set.read();

        assertThat(ids(read)).containsExactly("b.png", "c.png");
        assertThat(problems(read))
                .satisfiesExactly(
                        problem -> assertThat(problem).startsWith("metadata.csv:2: a quote is opened and not closed"),
                        problem -> assertThat(problem).startsWith("metadata.csv:4: the row has 2 cells, the header 3"),
                        problem -> assertThat(problem).startsWith("metadata.csv:5: the line is no CSV"));
    }

    @Test
    void refusesAHeaderThatNamesAColumnTwice() throws IOException {
        set.lines("metadata.csv", "file_name,label,label", "a.png,safe,unsafe");

        assertThatThrownBy(set::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("metadata.csv: column 'label' is there twice");
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
