package dev.clue.eval.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.digest.Sha256;
import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import dev.clue.eval.data.ReadOptions;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.method.RulePrediction;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.FlipMetric;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.run.Result;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict.Outcome;
import dev.clue.verdict.RuleVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Images in pairs, and under two policies. */
class PolicyReportTest {

    private static final Bootstrap BOOTSTRAP = new Bootstrap(5, 500, 0.95);

    /** 40 images; of every second pair both are judged wrongly. */
    private static List<LabelledImage> images(boolean paired) {
        List<LabelledImage> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(image("i" + i, i % 2 == 0, paired ? "p" + i / 2 : null));
        }
        return images;
    }

    private static List<Result> results(String method) {
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            boolean right = i / 2 % 2 == 0;
            boolean unsafe = (i % 2 == 0) == right;
            results.add(result("i" + i, method, unsafe ? Outcome.UNSAFE : Outcome.SAFE));
        }
        return results;
    }

    @Test
    void imagesOfAPairAreDrawnTogether() {
        EvalReport paired = report(images(true));
        EvalReport single = report(images(false));
        // 20 draws of 0 or 1 instead of 40: the standard error grows by the root of 2.
        assertThat(width(paired) / width(single)).isBetween(1.25, 1.6);
        assertThat(paired.draws()).isEqualTo(new Draws(20, 0));
        assertThat(EvalText.of(paired, UnaryOperator.identity()))
                .startsWith("40 images; in brackets 95 % intervals (bootstrap over 20 pairs of"
                        + " images, 500 resamples, seed 5)");
        assertThat(EvalText.of(single, UnaryOperator.identity())).contains("(bootstrap over 40 images, 500 resamples");
        assertThat(json(paired).path("intervals").path("pairs").asInt()).isEqualTo(20);
    }

    @Test
    void allReportsAreOfTheImagesWithALabel() {
        List<LabelledImage> images = new ArrayList<>(images(false));
        images.set(0, image("i0", null, null));
        images.set(1, image("i1", null, null));
        EvalReport report = report(images);
        assertThat(EvalText.of(report, UnaryOperator.identity()))
                .containsPattern("\nclue +38 ")
                .contains("- clue: 2 of 40 judged images without a label for the whole image");
        assertThat(EvalCsv.of(report, UnaryOperator.identity())).contains("\nclue,image,,38,0,recall,");
        assertThat(json(report).at("/methods/0/images").asInt()).isEqualTo(38);
        assertThat(json(report).at("/methods/0/judged").asInt()).isEqualTo(40);
        assertThat(EvalText.of(report(images(false)), UnaryOperator.identity()))
                .doesNotContain("judged images without");
    }

    @Test
    void imagesOfATableThatAreEqualAreAProblemOfTheSet() throws IOException {
        Path table = Path.of("src/test/resources/dev/clue/eval/data/binary.parquet");
        List<LabelledImage> images =
                LabelledSet.read(table, ReadOptions.DEFAULT).images(); // the first and the last have the same bytes
        List<Result> results = new ArrayList<>();
        for (LabelledImage image : images) {
            results.add(new Result(
                    image.id(),
                    Sha256.of(image.source().bytes()),
                    "clue",
                    new Prediction(Outcome.SAFE, null, Map.of(), Usage.NONE, 1, null),
                    null));
        }
        EvalReport report = EvalReport.of(new TreeMap<>(), BOOTSTRAP, images, List.of(), List.of("clue"), results);
        assertThat(report.problems())
                .singleElement()
                .hasToString(table + "#2: 'binary.parquet#2' is the same image as 'binary.parquet#0' (" + table
                        + "#0), byte for byte: both count: remove one of the rows, or give one another image");
    }

    @Test
    void aPairOfWhichOneIsLeftIsASingleImage() {
        List<LabelledImage> images = images(true);
        assertThat(Draws.of(images.subList(0, 5))).isEqualTo(new Draws(2, 1));
        assertThat(Draws.of(images.subList(0, 5)).words()).isEqualTo("2 pairs of images and 1 single image");
    }

    /** Two rules of an image, always both right or both wrong, are no two observations. */
    @Test
    void rulesOfAnImageAreDrawnTogether() {
        List<LabelledImage> images = new ArrayList<>();
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(new LabelledImage(
                    "i" + i,
                    new Nowhere("i" + i),
                    true,
                    new TreeMap<>(Map.of("a", true, "b", true)),
                    Map.of(),
                    new TreeSet<>()));
            RulePrediction rule = new RulePrediction(
                    i % 2 == 0 ? RuleVerdict.Outcome.VIOLATED : RuleVerdict.Outcome.NOT_VIOLATED, null, null);
            results.add(new Result(
                    "i" + i,
                    "00",
                    "clue",
                    new Prediction(
                            i % 2 == 0 ? Outcome.UNSAFE : Outcome.SAFE,
                            null,
                            Map.of("a", rule, "b", rule),
                            Usage.NONE,
                            1,
                            null),
                    null));
        }
        MethodReport clue = EvalReport.of(new TreeMap<>(), BOOTSTRAP, images, List.of(), List.of("clue"), results)
                .methods()
                .getFirst();
        Measures together = clue.rulesTogether();
        assertThat(together).isNotNull();
        assertThat(together.metrics().get(Metric.ACCURACY))
                .isEqualTo(clue.image().metrics().get(Metric.ACCURACY));
    }

    @Test
    void verdictsAreComparedWithTheLabelsOfTheirPolicy() {
        List<LabelledImage> lenient = new ArrayList<>();
        List<Result> results = new ArrayList<>(results("clue"));
        for (int i = 0; i < 39; i++) { // the last image has no label here
            lenient.add(image("i" + i, false, null));
            results.add(result("i" + i, "clue@lenient", i == 0 ? Outcome.UNDECIDED : Outcome.SAFE));
        }
        FlipReport flips = FlipReport.of(
                BOOTSTRAP,
                List.of(
                        new PolicyRun("strict", images(true), Map.of("clue", "clue", "other", "other")),
                        new PolicyRun("lenient", lenient, Map.of("clue", "clue@lenient", "other", "other@lenient"))),
                List.of("clue", "other"),
                results);

        assertThat(flips.images()).isEqualTo(39);
        assertThat(flips.leftOut()).isEqualTo(1);
        assertThat(flips.patterns())
                .containsExactly(
                        new FlipReport.Pattern(List.of(true, false), 20),
                        new FlipReport.Pattern(List.of(false, false), 19));
        assertThat(flips.oneVerdict().get(FlipMetric.RIGHT_UNDER_ALL)).isEqualTo(Measured.of(19 / 39.0));
        FlipReport.MethodFlips clue = flips.methods().getFirst();
        assertThat(flips.methods()).hasSize(1);
        assertThat(clue.undecided()).isEqualTo(1);
        // Under strict the images of pairs 0, 2, … are right: 20 of 40, all of them among the 39.
        assertThat(value(clue.rightUnder().get(0))).isEqualTo(20 / 39.0);
        assertThat(value(clue.rightUnder().get(1))).isEqualTo(38 / 39.0);
        assertThat(value(clue.metric(FlipMetric.RIGHT_UNDER_ALL))).isEqualTo(19 / 39.0);
        assertThat(value(clue.metric(FlipMetric.CHANGE_FOLLOWED))).isEqualTo(9 / 20.0);
        assertThat(value(clue.metric(FlipMetric.VERDICT_KEPT))).isEqualTo(10 / 19.0);
        assertThat(clue.rightUnderAll())
                .containsEntry(List.of(true, false), 9)
                .containsEntry(List.of(false, false), 10);

        EvalReport report = report(images(true)).with(flips);
        assertThat(EvalText.of(report, UnaryOperator.identity()))
                .contains("policies: strict, lenient; 39 images labelled by all of them, 1 left out")
                .contains("unsafe / safe")
                .contains("(one verdict for all, at best)");
        assertThat(EvalCsv.of(report, UnaryOperator.identity()))
                .contains("clue,policy,lenient,39,1,right,0.974")
                .contains("clue,policies together,,39,1,change_followed,0.45,");
        JsonNode json = json(report).path("flips");
        assertThat(json.path("constitutions").get(1).asText()).isEqualTo("lenient");
        assertThat(json.path("labels").get(0).path("images").asInt()).isEqualTo(20);
        assertThat(json.path("methods")
                        .get(0)
                        .path("right_under_all_by_labels")
                        .get(0)
                        .asInt())
                .isEqualTo(9);
    }

    private static double value(Measured<Estimate> measured) {
        return measured.optional().orElseThrow().value();
    }

    private static double width(EvalReport report) {
        Estimate accuracy = report.methods()
                .getFirst()
                .image()
                .metrics()
                .getOrDefault(Metric.ACCURACY, Measured.undefined("it is there"))
                .optional()
                .orElseThrow();
        return accuracy.interval().high() - accuracy.interval().low();
    }

    private static EvalReport report(List<LabelledImage> images) {
        return EvalReport.of(new TreeMap<>(), BOOTSTRAP, images, List.of(), List.of("clue"), results("clue"));
    }

    private static JsonNode json(EvalReport report) {
        try {
            return new ObjectMapper().readTree(EvalJson.of(report, List.of()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static LabelledImage image(String id, @Nullable Boolean unsafe, @Nullable String pair) {
        return new LabelledImage(id, new Nowhere(id), unsafe, new TreeMap<>(), Map.of(), new TreeSet<>(), pair);
    }

    private record Nowhere(String uri) implements ImageSource {

        @Override
        public byte[] bytes() {
            return new byte[0];
        }
    }

    private static Result result(String id, String method, Outcome outcome) {
        return new Result(id, "00", method, new Prediction(outcome, null, Map.of(), Usage.NONE, 1, null), null);
    }
}
