package dev.clue.cli.report.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ImageException;
import dev.clue.eval.data.ImageSource;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.method.RulePrediction;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.report.EvaluatedRun;
import dev.clue.eval.run.Result;
import dev.clue.judge.Thresholds;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict.Outcome;
import dev.clue.verdict.RuleVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a page says of results as they come from models with an encoder, and from constants that were swept. */
class EvalHtmlTest {

    private static final Constitution FIRE = new Constitution(
            "fire",
            1,
            "0".repeat(64),
            List.of(new Rule(
                    "fire",
                    "No fire.",
                    "No fire.",
                    List.of(),
                    List.of(new Precondition(List.of(new Statement("a fire is visible", List.of("fire"))))))));

    private final List<LabelledImage> images = new ArrayList<>();
    private final List<Result> results = new ArrayList<>();

    @Test
    void theRelevanceScanIsDrawnWithTheThresholdInUse() {
        image("a", true).judged("clue", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, 0.30);
        image("b", true).judged("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_RELEVANT, 0.10);
        image("c", false).judged("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_RELEVANT, 0.15);
        image("d", false).judged("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_VIOLATED, 0.25);

        String page = page("clue");

        assertThat(page)
                .contains("<desc id=\"relevance-desc\">Share of violated rules kept over share of all rules dropped")
                .contains("As judged, t = 0.220: 0.500 of the violated rules kept, 0.500 of all rules dropped.")
                .contains("4 pairs of image and labelled rule, 2 of them violated.");
        // The last threshold that still keeps half of the violated rules drops three of four.
        assertThat(rows(page, "Relevance scan"))
                .containsExactly(
                        "as judged, t = 0.220 0.500 0.500",
                        "0.100 1.000 0.000",
                        "0.150 0.500 0.250",
                        "0.250 0.500 0.500",
                        "0.300 0.500 0.750");
    }

    @Test
    void aTableOfALongCurveSaysThatItHasNotEveryPoint() {
        image("a", true).judged("clue", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, 0.5);
        assertThat(page("clue")).doesNotContain("of a longer curve");
        for (int i = 0; i < 30; i++) {
            image("image " + i, i % 2 == 0)
                    .scored("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_RELEVANT, i / 100.0, i / 100.0);
        }

        String page = page("clue");

        assertThat(rows(page, "ROC curve")).hasSize(21);
        assertThat(rows(page, "Relevance scan")).hasSize(22); // the one in use beside them
        assertThat(page.split("The table has 21 points of a longer curve; report.json has all", -1))
                .as("ROC, precision and recall, relevance; each in a text and for screen readers")
                .hasSizeGreaterThan(3);
    }

    @Test
    void aScanOfRulesThatNobodyViolatesHasNoCurve() {
        image("c", false).judged("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_RELEVANT, 0.15);
        assertThat(page("clue"))
                .contains("There is no curve: the share of violated rules kept needs a violated rule: none of 1 is"
                        + " violated.")
                .doesNotContain("relevance-desc");
    }

    @Test
    void aSweptConstantIsDrawnFromLowToHighWithTheOneInUse() {
        image("a", true)
                .judged("clue", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, null)
                .judged("clue[beta=0.9]", Outcome.SAFE, RuleVerdict.Outcome.NOT_VIOLATED, null)
                .judged("clue[beta=0.3]", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, null);
        image("b", false)
                .judged("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_VIOLATED, null)
                .judged("clue[beta=0.9]", Outcome.SAFE, RuleVerdict.Outcome.NOT_VIOLATED, null)
                .judged("clue[beta=0.3]", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, null);

        String page = page("clue", "clue[beta=0.9]", "clue[beta=0.3]");

        assertThat(page)
                .contains("<h2 id=\"constants-heading\">")
                .contains("<title id=\"sweep-beta-title\">Swept: beta</title>")
                .contains("CLUE with 3 values of beta, all else as judged. F1 is highest at 0.6: 1.000. As judged, at"
                        + " 0.6, it is 1.000.");
        assertThat(rows(page, "CLUE by beta"))
                .extracting(row -> row.replaceFirst(" \\(\\d.*", ""))
                .containsExactly("0.3 0.667", "0.6 (as judged) 1.000", "0.9 0.000");
    }

    @Test
    void oneValueMakesNoCurve() {
        image("a", true).judged("clue[relevance=0.2]", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, 0.3);
        assertThat(page("clue[relevance=0.2]"))
                .contains("with 1 value of relevance")
                .contains("One value makes no curve")
                .doesNotContain("sweep-relevance-desc");
    }

    @Test
    void withoutSweepsAndPoliciesThereIsNoSectionOfThem() {
        image("a", true).judged("clue", Outcome.UNSAFE, RuleVerdict.Outcome.VIOLATED, null);
        assertThat(page("clue"))
                .doesNotContain("#constants")
                .doesNotContain("#policies")
                .doesNotContain("id=\"constants\"")
                .doesNotContain("id=\"policies\"");
    }

    @Test
    void aPictureThatCannotBeReadIsSaid() {
        image("a", true).judged("clue", Outcome.SAFE, RuleVerdict.Outcome.NOT_VIOLATED, null);
        assertThat(page("clue")).contains("a: gone").contains("this method gives no evidence");
    }

    private String page(String... methods) {
        EvalReport report = EvalReport.of(
                new TreeMap<>(Map.of("data set", "drawn")),
                new Bootstrap(0, 50, 0.95),
                images,
                List.of(),
                List.of(methods),
                results);
        LabelledPictures pictures = image -> {
            throw new ImageException(ImageException.Kind.UNREADABLE, image.id() + ": gone");
        };
        return new EvalHtml(FIRE, Thresholds.PAPER, 0.22, pictures, 5, "1.2.3")
                .page(report, EvaluatedRun.of(images, List.of(methods), results));
    }

    /** The rows of a table, cells separated by blanks. */
    private static List<String> rows(String page, String caption) {
        int start = page.indexOf("<caption>" + caption + "</caption>");
        assertThat(start).as(caption).isPositive();
        String body = page.substring(page.indexOf("<tbody>", start), page.indexOf("</tbody>", start));
        List<String> rows = new ArrayList<>();
        for (String row : body.split("<tr>")) {
            String text = row.replaceAll("<[^>]*>", " ").replaceAll("\\s+", " ").strip();
            if (!text.isEmpty()) {
                rows.add(text);
            }
        }
        return rows;
    }

    private Judging image(String id, boolean unsafe) {
        ImageSource source = new ImageSource() {
            @Override
            public byte[] bytes() {
                return new byte[0];
            }

            @Override
            public String uri() {
                return id;
            }
        };
        images.add(new LabelledImage(
                id, source, unsafe, new TreeMap<>(Map.of("fire", unsafe)), Map.of(), new TreeSet<>()));
        return new Judging(id);
    }

    private final class Judging {

        private final String id;

        Judging(String id) {
            this.id = id;
        }

        Judging judged(String method, Outcome outcome, RuleVerdict.Outcome rule, @Nullable Double relevance) {
            return scored(method, outcome, rule, relevance, outcome == Outcome.UNSAFE ? 0.9 : 0.1);
        }

        Judging scored(
                String method, Outcome outcome, RuleVerdict.Outcome rule, @Nullable Double relevance, double score) {
            results.add(new Result(
                    id,
                    "00",
                    method,
                    new Prediction(
                            outcome,
                            score,
                            Map.of("fire", new RulePrediction(rule, null, relevance)),
                            Usage.NONE,
                            1,
                            null),
                    null));
            return this;
        }
    }
}
