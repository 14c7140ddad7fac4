package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.engine.ModelSource;
import dev.clue.image.RgbImage;
import dev.clue.judge.JudgeModels;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Question;
import dev.clue.model.ScriptedModel;
import dev.clue.model.Turn;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What happens when verdicts cannot be written. */
class FailingOutputTest {

    private static final int IMAGES = 12;

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void images() {
        clue = new Clue(folder).constitution();
        for (int i = 0; i < IMAGES; i++) {
            clue.image("images/%02d.png".formatted(i), i == 0 ? PaintedModels.GREEN : PaintedModels.RED);
        }
    }

    @Test
    void modelsAreClosedAfterTheLastImageInWork() throws Exception {
        SlowModels slow = new SlowModels();

        Clue.Result result = clue.models(slow)
                .out(failingWith("Input/output error"))
                .run("judge", clue.path("images"), "--format", "jsonl", "--threads", "3");

        assertThat(result.status()).isEqualTo(ExitStatus.INTERNAL.code());
        assertThat(slow.closed).isTrue();
        Thread.sleep(3 * SlowModels.MILLIS);
        assertThat(slow.callsAfterClose).hasValue(0);
        assertThat(slow.images).as("images begun").hasValueLessThan(IMAGES);
    }

    @Test
    void aFullDiskSaysWhatIsKeptAndWhatToDo() {
        clue.out(failingWith("No space left on device"));
        Clue.Result lines = clue.run("judge", clue.path("images"), "--format", "jsonl");
        assertThat(lines.status()).isEqualTo(ExitStatus.INTERNAL.code());
        assertThat(lines.err())
                .contains("standard output cannot be written: No space left on device")
                .contains("the verdicts before are whole")
                .contains("--output")
                .contains("--resume");

        for (String format : List.of("json", "html")) {
            Clue.Result whole = clue.run("judge", clue.path("images"), "--format", format);
            assertThat(whole.status()).isEqualTo(ExitStatus.INTERNAL.code());
            assertThat(whole.err()).contains("not complete and cannot be used").contains("--output");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aFullDeviceIsNamed() {
        Clue.Result result = clue.run("judge", clue.path("images"), "--format", "jsonl", "--output", "/dev/full");
        assertThat(result.status()).isEqualTo(ExitStatus.INTERNAL.code());
        assertThat(result.err()).contains("/dev/full cannot be written: No space left on device");
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() {
        for (String format : List.of("text", "json", "jsonl", "html")) {
            Clue.Result result =
                    clue.out(failingWith("Broken pipe")).run("judge", clue.path("images"), "--format", format);
            assertThat(result.status()).as(format).isEqualTo(ExitStatus.READER_GONE.code());
            assertThat(result.err()).as(format).isEmpty();
        }
    }

    @Test
    void anErrorThatIsNoItemsEndsTheRunAndKeepsWhatWasWritten() throws IOException {
        SlowModels broken = new SlowModels();
        broken.unloadable = true;
        Clue.Result result = clue.models(broken).run("judge", clue.path("images"), "--output", clue.path("out.jsonl"));
        assertThat(result.status()).isEqualTo(ExitStatus.INTERNAL.code());
        assertThat(result.err())
                .contains("NoClassDefFoundError: onnx/Session")
                .contains("goes on with --resume")
                .contains("--stacktrace");
        assertThat(Files.readAllLines(folder.resolve("out.jsonl"))).hasSize(1).allSatisfy(VerdictJson::read);
    }

    private Clue labelled() {
        StringBuilder labels = new StringBuilder();
        for (int i = 0; i < IMAGES; i++) {
            labels.append(
                    "{\"file_name\": \"%02d.png\", \"label\": \"%s\"}\n".formatted(i, i == 0 ? "safe" : "unsafe"));
        }
        return clue.file("images/metadata.jsonl", labels.toString());
    }

    private Clue.Result eval(String output) {
        return clue.run(
                "eval",
                clue.path("images"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--resamples",
                "50",
                "--output",
                clue.path(output));
    }

    /** The reports lie in the folder before anything is printed. */
    @Test
    void anEvaluationLosesNothingWhenItsTablesCannotBePrinted() {
        labelled().out(failingWith("No space left on device"));
        Clue.Result full = eval("full");
        assertThat(full.status()).isEqualTo(ExitStatus.INTERNAL.code());
        assertThat(full.err())
                .contains("standard output cannot be written: No space left on device")
                .contains("every report is whole in " + clue.path("full"))
                .doesNotContain("internal error");
        clue.out(failingWith("Broken pipe"));
        Clue.Result closed = eval("closed");
        assertThat(closed.status()).isEqualTo(ExitStatus.READER_GONE.code());
        assertThat(closed.err()).doesNotContain("Broken pipe").doesNotContain("error");
        for (String output : List.of("full", "closed")) {
            for (String report : List.of("report.txt", "report.json", "report.html", "metrics.csv", "verdicts.jsonl")) {
                assertThat(folder.resolve(output).resolve(report)).isNotEmptyFile();
            }
        }
    }

    private static OutputStream failingWith(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    /** Quick on a green image, slow on others; notices what it is asked after it was closed. */
    private static final class SlowModels implements ModelSource {

        static final long MILLIS = 150;

        final AtomicBoolean closed = new AtomicBoolean();
        final AtomicInteger callsAfterClose = new AtomicInteger();
        final AtomicInteger images = new AtomicInteger();
        volatile boolean unloadable;

        @Override
        public OpenModels open(String wanted, int threads) {
            ScriptedModel.Script script = new ScriptedModel.Script() {
                @Override
                public void opening(@Nullable RgbImage image) {
                    noticeClose();
                    if (image != null) {
                        images.incrementAndGet();
                        if (unloadable && image.sample(0, 0, 0) > 0) {
                            throw new NoClassDefFoundError("onnx/Session");
                        }
                        sleep(image.sample(0, 0, 0) > 0 ? MILLIS : 0);
                    }
                }

                @Override
                public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                    noticeClose();
                    return new AnswerProbability(0.3, 0.7);
                }

                @Override
                public String say(@Nullable RgbImage image, List<Turn> dialogue) {
                    noticeClose();
                    return "{\"rating\": \"No\"}";
                }
            };
            JudgeModels models = new JudgeModels(new ScriptedModel("slow", script), null, null, null);
            return new OpenModels() {
                @Override
                public JudgeModels models() {
                    return models;
                }

                @Override
                public Optional<Duration> graphTime() {
                    return Optional.empty();
                }

                @Override
                public void close() {
                    closed.set(true);
                }
            };
        }

        @Override
        public List<KnownModel> list() {
            return List.of();
        }

        @Override
        public List<String> verify(String wanted) {
            return List.of();
        }

        private void noticeClose() {
            if (closed.get()) {
                callsAfterClose.incrementAndGet();
            }
        }

        private static void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
