package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);
    private Path output = folder;

    @BeforeEach
    void fiveImages() {
        clue = new Clue(folder).constitution();
        output = folder.resolve("out.jsonl");
        for (String name : List.of("a", "b", "c", "d", "é")) {
            clue.image("images/" + name + ".png", name.equals("a") ? PaintedModels.RED : PaintedModels.GREEN);
        }
    }

    @Test
    void whatIsDoneIsNotJudgedAgain() throws IOException {
        assertThat(judge("--limit", "2").status()).isZero();
        String before = Files.readString(output);
        Result result = judge();
        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("5 images: 4 safe, 1 unsafe").contains("2 of them judged before");
        assertThat(Files.readString(output)).startsWith(before);
        assertThat(names()).containsExactly("a.png", "b.png", "c.png", "d.png", "é.png");
    }

    @Test
    void aFinishedFileStaysAsItIs() throws IOException {
        judge();
        byte[] before = Files.readAllBytes(output);
        assertThat(judge().status()).isZero();
        assertThat(Files.readAllBytes(output)).isEqualTo(before);
    }

    @Test
    void earlierVerdictsCountForTheGate() {
        judge("--limit", "1");
        assertThat(judge("--fail-on", "unsafe").status()).isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void aTornLastLineIsJudgedAgainWhereverItEnds() throws IOException {
        judge();
        byte[] whole = Files.readAllBytes(output);
        int lastLine = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf('\n', whole.length - 2) + 1;
        int[] ends = IntStream.concat(
                        IntStream.rangeClosed(lastLine, lastLine + 8),
                        IntStream.iterate(lastLine + 61, end -> end < whole.length, end -> end + 61))
                .toArray();
        for (int end : ends) {
            Files.write(output, Arrays.copyOf(whole, end));
            Result result = judge();
            assertThat(result.status()).isZero();
            assertThat(names()).containsExactly("a.png", "b.png", "c.png", "d.png", "é.png");
            assertThat(result.err().contains("was not finished")).isEqualTo(end > lastLine);
        }
    }

    @Test
    void anotherConstitutionIsNamed() throws IOException {
        judge("--limit", "2");
        byte[] before = Files.readAllBytes(output);
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("touches a weapon", "holds a weapon"));
        requireRefused(judge(), "constitution (then playground version 3");
        assertThat(Files.readAllBytes(output)).isEqualTo(before);
    }

    @Test
    void anotherModelIsNamed() {
        judge("--limit", "2");
        clue.models(new PaintedModels("repainted", 0));
        requireRefused(judge(), "model (then painted sha256:");
    }

    @Test
    void otherConstantsAreNamed() {
        judge("--limit", "2");
        requireRefused(judge("--beta", "0.5"), "constants (then paper, now custom)");
    }

    @Test
    void otherConstantsAreFoundByTheIdWhereTheProfileIsTheSame() {
        judge("--limit", "2", "--beta", "0.4");
        requireRefused(judge("--beta", "0.5"), "the constants or --any-image");
        assertThat(judge("--beta", "0.4").status()).isZero();
    }

    @Test
    void aFileThatIsNoVerdictFileIsRefusedAndKept() throws IOException {
        Files.writeString(output, "{\"name\": \"something else\"}\nnot even JSON");
        requireRefused(judge(), "out.jsonl:1: this file cannot be continued");
        assertThat(Files.readString(output)).isEqualTo("{\"name\": \"something else\"}\nnot even JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my notes", "{\"name\": 1", "[{\"id\":\"", " {\"id\":\"", "\u0000"})
    void anUnfinishedLineThatIsNoVerdictIsRefusedAndKept(String text) throws IOException {
        Files.writeString(output, text);
        requireRefused(judge(), "out.jsonl:1: this file cannot be continued: its last line is not finished");
        assertThat(Files.readString(output)).isEqualTo(text);
    }

    @Test
    void anUnfinishedLineThatIsNoVerdictIsKeptBehindVerdictsToo() throws IOException {
        judge("--limit", "2");
        Files.writeString(output, "my notes", StandardOpenOption.APPEND);
        String before = Files.readString(output);
        requireRefused(judge(), "out.jsonl:3: this file cannot be continued");
        assertThat(Files.readString(output)).isEqualTo(before);
    }

    @Test
    void aVerdictThatIsThereTwiceIsRefused() throws IOException {
        judge();
        Files.writeString(output, Files.readAllLines(output).getFirst() + "\n", StandardOpenOption.APPEND);
        requireRefused(judge(), "out.jsonl:6: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"customer-17\",\"precious\":\"data nobody else has\"}",
                "{\"id\":\"customer-17\",\"precious\":\"da",
                "{\"id\":\"0123456789abcdef0123456789abcdef\",\"image\":\"a.png\"}",
                "{\"id\":\"0123456789abcdef0123456789abcdef\",\"image\":{\"uri\":\"a.png\"}}"
            })
    void aFileOfSomethingElseWithAnIdIsRefusedAndKept(String text) throws IOException {
        Files.writeString(output, text);
        requireRefused(judge(), "out.jsonl:1: this file cannot be continued");
        assertThat(Files.readString(output)).isEqualTo(text);
    }

    @Test
    void aWholeVerdictOfAnotherConstitutionIsKeptWithoutALineFeedToo() throws IOException {
        judge("--limit", "1");
        Files.writeString(output, Files.readString(output).stripTrailing());
        String before = Files.readString(output);
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("touches a weapon", "holds a weapon"));
        requireRefused(judge(), "out.jsonl:1: judged under another configuration");
        assertThat(Files.readString(output)).isEqualTo(before);
    }

    @Test
    void aWholeVerdictWithoutALineFeedIsJudgedAgain() throws IOException {
        judge();
        Files.writeString(output, Files.readString(output).stripTrailing());
        assertThat(judge().err()).contains("was not finished");
        assertThat(names()).containsExactly("a.png", "b.png", "c.png", "d.png", "é.png");
    }

    @Test
    void noVerdictIsLostWhereLinesEndInAnotherWay() throws IOException {
        judge();
        String verdicts = Files.readString(output);
        String returns = verdicts.replace('\n', '\r');
        Files.writeString(output, returns);
        requireRefused(judge(), "out.jsonl:1: this file cannot be continued");
        assertThat(Files.readString(output)).isEqualTo(returns);

        Files.writeString(output, verdicts.replace("\n", "\r\n"));
        assertThat(judge().status()).isZero();
        assertThat(names()).containsExactly("a.png", "b.png", "c.png", "d.png", "é.png");
    }

    @Test
    void anEmptyLineIsNamed() throws IOException {
        judge("--limit", "2");
        Files.writeString(output, "\n", StandardOpenOption.APPEND);
        requireRefused(judge(), "out.jsonl:3: this file cannot be continued: the line is empty: remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1.5", "-0.1"})
    void aScoreThatNoVerdictHasIsRefused(String score) throws IOException {
        judge();
        Files.writeString(output, Files.readString(output).replaceFirst("\"score\":[0-9.]+", "\"score\":" + score));
        requireRefused(judge(), "out.jsonl:1: this file cannot be continued: this is no verdict: score cannot be");
    }

    private void requireRefused(Result result, String message) {
        assertThat(result.err()).contains(message);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
    }

    private Result judge(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "judge",
                clue.path("images"),
                "-c",
                clue.path("playground.clue.yaml"),
                "-o",
                output.toString(),
                "--resume"));
        arguments.addAll(List.of(more));
        return clue.run(arguments.toArray(String[]::new));
    }

    private List<String> names() throws IOException {
        return Files.readAllLines(output).stream()
                .map(VerdictJson::read)
                .map(verdict -> Path.of(verdict.image().uri()).getFileName().toString())
                .toList();
    }
}
