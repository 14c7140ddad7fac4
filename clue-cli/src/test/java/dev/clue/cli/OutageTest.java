package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.Fault;
import dev.clue.openai.ImpatientServer;
import dev.clue.openai.ScriptedServer;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run does with the rest of a list while the server is gone, and what it does once it is back. */
@Timeout(120)
class OutageTest {

    private static final int IMAGES = 60;

    /** Enough for some images, and for not nearly all. */
    private static final int SOUND_REQUESTS = 40;

    @TempDir
    Path folder = Path.of("");

    private final ScriptedServer scripted = ScriptedServer.start(new ColourMind());
    private Clue clue = new Clue(folder);
    private Path output = folder;

    @BeforeEach
    void images() {
        clue = new Clue(folder).constitution();
        output = folder.resolve("out.jsonl");
        for (int i = 0; i < IMAGES; i++) {
            clue.image("images/%02d.png".formatted(i), PaintedModels.GREEN);
        }
        clue.models(new ModelSources(
                clue.models,
                new OpenAiSource(
                        Map.of("OPENAI_BASE_URL", scripted.address(), "OPENAI_API_KEY", "sk-test-key"),
                        ModelStore.standard(),
                        ProbeMemory.in(folder.resolve("probes")),
                        ImpatientServer::at)));
        assertThat(judge("--limit", "1").status()).isZero();
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"FAILS", "UNAUTHORISED", "CLOSES"})
    void aServerThatGoesAwayEndsTheRunAndResumingJudgesAllThatIsLeft(Fault fault) throws IOException {
        scripted.faultAfter(SOUND_REQUESTS, fault);
        Result gone = judge();
        assertThat(gone.status()).as(gone.err()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(gone.err())
                .containsPattern("the model could not be asked about 1[0-9] images in a row, since 20..-")
                .containsPattern(
                        "the model could not be reached any more, [1-9][0-9] not judged: judge those once it is")
                .doesNotContain("interrupted")
                .contains("--resume");
        assertThat(verdicts()).hasSizeLessThan(IMAGES - 20);
        String before = Files.readString(output);

        scripted.fault(Fault.NONE);
        Result back = judge();
        assertThat(back.status()).as(back.err()).isZero();
        assertThat(back.err()).contains("60 images: 60 safe, 0 unsafe, 0 undecided;");
        assertThat(Files.readString(output)).as("the file only grows").startsWith(before);
        assertThat(last())
                .hasSize(IMAGES)
                .allSatisfy((uri, verdict) -> assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.SAFE));

        Result again = judge();
        assertThat(again.status()).as(again.err()).isZero();
        assertThat(again.err()).contains("60 of them judged before").contains("0 model calls");
        Path copy = Files.copy(output, folder.resolve("copy.jsonl"));
        Result compared = clue.run("diff", output.toString(), copy.toString());
        assertThat(compared.status()).as(compared.err()).isZero();
    }

    @Test
    void aReportSaysWhyItEndsBeforeTheLastImage() throws IOException {
        scripted.faultAfter(SOUND_REQUESTS, Fault.FAILS);
        Path report = folder.resolve("report.html");
        Result gone = judgeInto(report);
        assertThat(gone.status()).as(gone.err()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(gone.err())
                .contains("judge the rest once the model is there again")
                .doesNotContain("--resume");
        assertThat(Files.readString(report))
                .containsPattern("The model could not be reached any more: [1-9][0-9] images were not judged")
                .doesNotContain("interrupted");
    }

    @Test
    void theCostIsThatOfThisRun() throws IOException {
        judge("--limit", "2");
        Result all = judge("--limit", "12");
        List<Long> each =
                verdicts().stream().map(verdict -> verdict.usage().calls()).toList();
        assertThat(each).hasSize(12).allMatch(calls -> calls > 0);
        assertThat(calls(all, "")).isEqualTo(sum(each.subList(2, 12)));
        assertThat(calls(all, "with the runs before: ")).isEqualTo(sum(each));
    }

    private static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    private static long calls(Result result, String before) {
        return result.err()
                .lines()
                .filter(line -> line.matches(before + "[0-9]+ model calls,.*"))
                .map(line -> line.replaceFirst(before, "").replaceFirst(" .*", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private Result judge(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--resume"));
        arguments.addAll(List.of(more));
        return judgeInto(output, arguments.toArray(String[]::new));
    }

    private Result judgeInto(Path file, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "judge",
                clue.path("images"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--model",
                "openai:scripted",
                "-o",
                file.toString()));
        arguments.addAll(List.of(more));
        return clue.run(arguments.toArray(String[]::new));
    }

    private List<ImageVerdict> verdicts() throws IOException {
        return Files.readAllLines(output).stream().map(VerdictJson::read).toList();
    }

    private Map<String, ImageVerdict> last() throws IOException {
        Map<String, ImageVerdict> last = new TreeMap<>();
        verdicts().forEach(verdict -> last.put(verdict.image().uri(), verdict));
        return last;
    }
}
