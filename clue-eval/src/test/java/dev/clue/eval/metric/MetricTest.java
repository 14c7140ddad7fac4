package dev.clue.eval.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected numbers: scikit-learn, see {@link Golden}. */
class MetricTest {

    private static final double TOLERANCE = 1e-12;

    static Stream<String> sets() {
        Iterable<String> names = () -> Golden.part("sets").fieldNames();
        return StreamSupport.stream(names.spliterator(), false);
    }

    static Stream<String> averages() {
        return Stream.of("macro", "micro");
    }

    @ParameterizedTest
    @MethodSource("sets")
    void countsAsScikitLearn(String name) {
        JsonNode set = Golden.part("sets").get(name);
        Confusion confusion = Confusion.of(Golden.items(set));
        assertThat(List.of(
                        confusion.truePositives(),
                        confusion.falsePositives(),
                        confusion.falseNegatives(),
                        confusion.trueNegatives()))
                .hasToString(Golden.strings(set.get("confusion")).toString());
        assertThat(confusion.undecided()).isZero();
        assertThat(confusion.items()).isEqualTo(set.get("labels").size());
    }

    @ParameterizedTest
    @MethodSource("sets")
    void measuresAsScikitLearn(String name) {
        JsonNode set = Golden.part("sets").get(name);
        assertThat(set.get("metrics")).hasSize(Metric.values().length);
        for (Metric metric : Metric.values()) {
            JsonNode expected = set.get("metrics").required(metric.key());
            Measured<Double> measured = metric.of(Golden.items(set));
            if (expected.isNull()) {
                assertThat(measured).as("%s of %s", metric, name).isInstanceOf(Measured.Undefined.class);
            } else {
                assertThat(measured.optional().orElseThrow())
                        .as("%s of %s", metric, name)
                        .isCloseTo(expected.asDouble(), within(TOLERANCE));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void drawsTheRocCurveOfScikitLearn(String name) {
        JsonNode set = Golden.part("sets").get(name);
        if (set.get("roc").isNull()) {
            assertThat(RocCurve.of(Golden.items(set))).isInstanceOf(Measured.Undefined.class);
            return;
        }
        RocCurve curve = RocCurve.of(Golden.items(set)).optional().orElseThrow();
        assertThat(curve.points()).hasSameSizeAs(set.get("roc"));
        Iterator<JsonNode> expected = set.get("roc").iterator();
        for (RocCurve.Point point : curve.points()) {
            JsonNode next = expected.next();
            assertThat(point.threshold())
                    .isEqualTo(
                            next.get(0).isNull()
                                    ? Double.POSITIVE_INFINITY
                                    : next.get(0).asDouble());
            assertThat(point.falsePositiveRate()).isCloseTo(next.get(1).asDouble(), within(TOLERANCE));
            assertThat(point.truePositiveRate()).isCloseTo(next.get(2).asDouble(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void drawsThePrecisionRecallCurveOfScikitLearn(String name) {
        JsonNode set = Golden.part("sets").get(name);
        if (set.get("precision_recall").isNull()) {
            assertThat(PrecisionRecallCurve.of(Golden.items(set))).isInstanceOf(Measured.Undefined.class);
            return;
        }
        PrecisionRecallCurve curve =
                PrecisionRecallCurve.of(Golden.items(set)).optional().orElseThrow();
        assertThat(curve.points()).hasSameSizeAs(set.get("precision_recall"));
        Iterator<JsonNode> expected = set.get("precision_recall").iterator();
        for (PrecisionRecallCurve.Point point : curve.points()) {
            JsonNode next = expected.next();
            assertThat(point.threshold()).isEqualTo(next.get(0).asDouble());
            assertThat(point.precision()).isCloseTo(next.get(1).asDouble(), within(TOLERANCE));
            assertThat(point.recall()).isCloseTo(next.get(2).asDouble(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("sets")
    void binsAsScikitLearn(String name) {
        JsonNode set = Golden.part("sets").get(name);
        List<Reliability.Bin> bins = Reliability.of(Golden.items(set), Reliability.USUAL_BINS)
                .optional()
                .orElseThrow()
                .bins();
        assertThat(bins).hasSize(10);
        assertThat(bins.stream().filter(bin -> bin.items() > 0)).hasSameSizeAs(set.get("reliability"));
        for (JsonNode expected : set.get("reliability")) {
            Reliability.Bin bin = bins.get(expected.get("bin").asInt());
            assertThat(bin.items()).isEqualTo(expected.get("items").asInt());
            assertThat(bin.meanScore().optional().orElseThrow())
                    .isCloseTo(expected.get("mean_score").asDouble(), within(TOLERANCE));
            assertThat(bin.positiveShare().optional().orElseThrow())
                    .isCloseTo(expected.get("positive_share").asDouble(), within(TOLERANCE));
        }
    }

    @ParameterizedTest
    @MethodSource("averages")
    void averagesOverRulesAsScikitLearn(String average) {
        JsonNode golden = Golden.part("averages");
        TreeMap<String, List<Scored>> rules = new TreeMap<>();
        for (int image = 0; image < golden.get("labels").size(); image++) {
            for (int rule = 0; rule < 3; rule++) {
                rules.computeIfAbsent("rule " + rule, name -> new ArrayList<>())
                        .add(new Scored(
                                golden.get("labels").get(image).get(rule).asInt() == 1,
                                golden.get("decisions").get(image).get(rule).asInt() == 1,
                                golden.get("scores").get(image).get(rule).asDouble()));
            }
        }
        golden.get("metrics").get(average).fields().forEachRemaining(expected -> {
            Metric metric = Metric.valueOf(expected.getKey().toUpperCase(java.util.Locale.ROOT));
            Measured<Double> measured =
                    average.equals("macro") ? Groups.macro(rules, metric).mean() : Groups.micro(rules, metric);
            assertThat(measured.optional().orElseThrow())
                    .as("%s %s", average, metric)
                    .isCloseTo(expected.getValue().asDouble(), within(TOLERANCE));
        });
    }

    @Test
    void aMacroAverageNamesTheGroupsThatHaveNoValue() {
        Scored found = new Scored(true, true, 0.9);
        Scored missed = new Scored(true, false, 0.1);
        Scored safe = new Scored(false, false, 0.1);
        TreeMap<String, List<Scored>> rules = new TreeMap<>();
        rules.put("fire", List.of(found, missed, safe));
        rules.put("knife", List.of(found, safe));
        rules.put("smoke", List.of(safe));
        Groups.Macro macro = Groups.macro(rules, Metric.RECALL);
        assertThat(macro.mean()).isEqualTo(Measured.of(0.75));
        assertThat(macro.groups()).isEqualTo(2);
        assertThat(macro.undefined()).containsOnlyKeys("smoke");
        rules.keySet().retainAll(List.of("smoke"));
        assertThat(Groups.macro(rules, Metric.RECALL).mean())
                .isEqualTo(Measured.undefined("the macro average of recall needs a group that has one: none of 1 has"));
    }

    @Test
    void aThingIsInAllItsGroups() {
        assertThat(Groups.by(List.of("ab", "b", ""), text -> List.of(text.split("(?!^)"))))
                .containsEntry("a", List.of("ab"))
                .containsEntry("b", List.of("ab", "b"));
    }

    @Test
    void saysWhyThereIsNoValue() {
        List<Scored> safe = List.of(new Scored(false, false, 0.1), new Scored(false, null, null));
        assertThat(Confusion.of(safe).recall())
                .isEqualTo(Measured.undefined(
                        "recall needs a positive item: there is none among 1 decided items (1 are undecided)"));
        assertThat(Metric.ROC_AUC.of(safe))
                .isEqualTo(Measured.undefined("ROC needs a score for every item: 1 of 2 has none"));
        assertThat(Metric.ROC_AUC.of(UndecidedCount.AS_NEGATIVE.applyTo(safe)))
                .isEqualTo(Measured.undefined("ROC needs both classes: all 2 are negative"));
        assertThat(Metric.ROC_AUC.of(UndecidedCount.LEFT_OUT.applyTo(safe)))
                .isEqualTo(Measured.undefined("ROC needs both classes: the only one is negative"));
        for (Metric metric : Metric.values()) {
            assertThat(metric.of(List.of()))
                    .isInstanceOfSatisfying(
                            Measured.Undefined.class,
                            undefined -> assertThat(undefined.reason())
                                    .containsAnyOf("there are no items", "needs items: there are none"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // two found, one missed, one undecided violation; one false alarm, three passed, two undecided safe ones
        "LEFT_OUT, 0.6666666666666666, 0.6666666666666666, 0.7142857142857143",
        "AS_POSITIVE, 0.75, 0.5, 0.6",
        "AS_NEGATIVE, 0.5, 0.6666666666666666, 0.7",
    })
    void undecidedIsCountedAsTold(UndecidedCount undecided, double recall, double precision, double accuracy) {
        List<Scored> items = List.of(
                new Scored(true, true, 0.9),
                new Scored(true, true, 0.8),
                new Scored(true, false, 0.2),
                new Scored(true, null, 0.49),
                new Scored(false, true, 0.7),
                new Scored(false, false, 0.1),
                new Scored(false, false, 0.1),
                new Scored(false, false, 0.1),
                new Scored(false, null, null),
                new Scored(false, null, 0.49));
        Confusion all = Confusion.of(items);
        assertThat(all).isEqualTo(new Confusion(2, 1, 1, 3, 1, 2));
        Confusion counted = all.counting(undecided);
        assertThat(counted).isEqualTo(Confusion.of(undecided.applyTo(items)));
        assertThat(counted.undecided()).isZero();
        assertThat(counted.recall()).isEqualTo(Measured.of(recall));
        assertThat(counted.precision()).isEqualTo(Measured.of(precision));
        assertThat(counted.accuracy()).isEqualTo(Measured.of(accuracy));
    }

    @Test
    void refusesWhatIsNoScore() {
        for (double score : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new Scored(true, true, score))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 0 to 1");
        }
        assertThatThrownBy(() -> Measured.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Reliability.of(List.of(), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
