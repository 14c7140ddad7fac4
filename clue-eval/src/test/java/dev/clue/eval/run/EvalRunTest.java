package dev.clue.eval.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Prediction;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
import dev.clue.image.RgbImage;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalRunTest {

    private static final SortedMap<String, String> CONFIGURATION = new TreeMap<>(Map.of("model", "a", "prompts", "1"));

    @TempDir
    private Path folder = Path.of("");

    private final Counting one = new Counting("one", "");
    private final Counting two = new Counting("two", "");

    @Test
    void eachMethodJudgesEachImageOnce() {
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(run(results, images(5), 1, one, two)).isEqualTo(10);
            assertThat(results.results()).hasSize(10);
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(run(results, images(5), 1, one, two)).isZero();
            assertThat(one.calls).hasValue(5);
            assertThat(results.results()).hasSize(10);
        }
    }

    @Test
    void anotherMethodCostsOnlyItself() {
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, images(3), 1, one);
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(run(results, images(4), 1, one, two)).isEqualTo(5);
        }
        assertThat(one.calls).hasValue(4);
    }

    @Test
    void severalThreadsGiveTheSame() {
        List<Result> sequential;
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, images(20), 1, one, two);
            sequential = new ArrayList<>(results.results());
        }
        try (ResultsFile results = ResultsFile.open(folder.resolve("threads.jsonl"), CONFIGURATION)) {
            assertThat(run(results, images(20), 3, one, two)).isEqualTo(40);
            assertThat(results.results()).containsExactlyInAnyOrderElementsOf(sequential);
        }
    }

    @Test
    void aStoppedRunGoesOn() {
        try (ResultsFile results = open(CONFIGURATION)) {
            AtomicInteger asked = new AtomicInteger();
            long made = new EvalRun(List.of(one, two), intake(), null, results, new EvalRun.Watch() {})
                    .run(images(5), 1, () -> asked.incrementAndGet() > 4);
            assertThat(made).isBetween(1L, 4L);
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, images(5), 1, one, two);
            assertThat(results.results()).hasSize(10);
        }
        assertThat(one.calls.get() + two.calls.get()).isEqualTo(10);
    }

    @Test
    void anUnfinishedLineIsJudgedAgain() throws IOException {
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, images(2), 1, one);
        }
        String whole = Files.readString(folder.resolve("results.jsonl"));
        Files.writeString(folder.resolve("results.jsonl"), whole.substring(0, whole.length() - 5));
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(results.torn()).isTrue();
            assertThat(run(results, images(2), 1, one)).isEqualTo(1);
        }
        assertThat(folder.resolve("results.jsonl")).hasContent(whole);
    }

    @Test
    void anotherConfigurationIsRefusedNamingTheDifference() throws IOException {
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, images(1), 1, one);
        }
        String before = Files.readString(folder.resolve("results.jsonl"));
        SortedMap<String, String> other = new TreeMap<>(Map.of("model", "b", "prompts", "1"));
        assertThatThrownBy(() -> open(other))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model (then a, now b)")
                .hasMessageContaining("--output")
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("prompts");
        assertThat(folder.resolve("results.jsonl")).hasContent(before);
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThatThrownBy(() -> run(results, images(1), 1, new Counting("one", "other rules")))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("method one");
        }
    }

    @Test
    void anImageThatHasChangedIsRefused() {
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, images(2), 1, one);
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            List<LabelledImage> changed =
                    List.of(image("0", () -> png(99)), images(2).get(1));
            assertThatThrownBy(() -> run(results, changed, 1, one))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("0: the image has changed");
        }
    }

    @Test
    void anImageThatCannotBeReadIsUndecidedAndJudgedOnceItCan() {
        LabelledImage missing = image("0", () -> {
            throw new IOException("no such file");
        });
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, List.of(missing), 1, one);
            Prediction prediction = results.results().getFirst().prediction();
            assertThat(prediction.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
            assertThat(prediction.cause()).contains("no such file");
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(run(results, List.of(missing), 1, one)).isZero();
            assertThat(run(results, images(1), 1, one)).isEqualTo(1);
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(results.results())
                    .singleElement()
                    .satisfies(result ->
                            assertThat(result.prediction().outcome()).isNotEqualTo(ImageVerdict.Outcome.UNDECIDED));
        }
    }

    @Test
    void aDamagedImageIsUndecided() {
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, List.of(image("0", () -> new byte[] {1, 2, 3})), 1, one);
            assertThat(results.results().getFirst().prediction().outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        }
        assertThat(one.calls).hasValue(0);
    }

    @Test
    void whyAnImageCouldNotBeUsedIsKeptAndListedInTheOrderOfTheSet() {
        LabelledImage missing = image("missing", () -> {
            throw new IOException("no such file");
        });
        LabelledImage damaged = image("damaged", () -> new byte[] {1, 2, 3});
        List<LabelledImage> all = List.of(damaged, images(1).getFirst(), missing);
        try (ResultsFile results = open(CONFIGURATION)) {
            run(results, all, 2, one, two);
        }
        try (ResultsFile results = open(CONFIGURATION)) {
            List<UnjudgedImage> unjudged = UnjudgedImage.of(all, results.results());
            assertThat(unjudged).extracting(UnjudgedImage::id).containsExactly("damaged", "missing");
            assertThat(unjudged)
                    .extracting(image -> image.failure().kind())
                    .containsExactly("not_an_image", "unreadable");
            assertThat(unjudged.getLast())
                    .hasToString("missing.png: cannot be read (no such file): check the file and its folder");
        }
    }

    @Test
    void aRunThatJudgesNothingLeavesNoFile() {
        try (ResultsFile results = open(CONFIGURATION)) {
            assertThat(results.results()).isEmpty();
        }
        assertThat(folder.resolve("results.jsonl")).doesNotExist();
    }

    @Test
    void longValuesAreShortenedToWhereTheyDiffer() {
        String digest = "0123456789abcdef".repeat(4);
        String rules = "A rule that is long, ".repeat(20);
        try (ResultsFile results = open(new TreeMap<>(Map.of("model", "a " + digest, "rules", rules + "one")))) {
            run(results, images(1), 1, one);
        }
        assertThatThrownBy(() -> open(new TreeMap<>(
                        Map.of("model", "a fedcba9876543210" + digest.substring(16), "rules", rules + "another"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("model (then a 0123456789ab…, now a fedcba987654…)")
                .hasMessageContaining(
                        "rules (then …is long, A rule that is long, one, now …is long, A rule that is long, another)");
    }

    @Test
    void aFileThatHoldsNoResultsIsRefusedAndKept() throws IOException {
        Files.writeString(folder.resolve("results.jsonl"), "{\"my\":\"notes\"}\n");
        assertThatThrownBy(() -> open(CONFIGURATION))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("results.jsonl:1");
        assertThat(folder.resolve("results.jsonl")).hasContent("{\"my\":\"notes\"}\n");
    }

    private ResultsFile open(SortedMap<String, String> configuration) {
        return ResultsFile.open(folder.resolve("results.jsonl"), configuration);
    }

    private static long run(ResultsFile results, List<LabelledImage> images, int threads, Method... methods) {
        return new EvalRun(List.of(methods), intake(), null, results, new EvalRun.Watch() {})
                .run(images, threads, () -> false);
    }

    private static ImageIntake intake() {
        return new ImageIntake(ImageLimits.DEFAULT);
    }

    private static List<LabelledImage> images(int count) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int grey = i;
            images.add(image(Integer.toString(i), () -> png(grey)));
        }
        return images;
    }

    /** Reads bytes. */
    private interface Bytes {
        byte[] read() throws IOException;
    }

    private static LabelledImage image(String id, Bytes bytes) {
        ImageSource source = new ImageSource() {
            @Override
            public byte[] bytes() throws IOException {
                return bytes.read();
            }

            @Override
            public String uri() {
                return id + ".png";
            }
        };
        return new LabelledImage(
                id, source, true, Collections.emptySortedMap(), Map.of(), new TreeSet<>(List.of("all")));
    }

    private static byte[] png(int grey) throws IOException {
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, grey);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    /** Decides by the blue of the first pixel, and counts. */
    private record Counting(String id, String configuration, AtomicInteger calls) implements Method {

        Counting(String id, String configuration) {
            this(id, configuration, new AtomicInteger());
        }

        @Override
        public Prediction predict(RgbImage image) {
            calls.incrementAndGet();
            double score = image.sample(0, 0, 2) / 255.0;
            return new Prediction(
                    score >= 0.5 ? ImageVerdict.Outcome.UNSAFE : ImageVerdict.Outcome.SAFE,
                    score,
                    Map.of(),
                    new Usage(1, 2, 3),
                    1.5,
                    null);
        }
    }
}
