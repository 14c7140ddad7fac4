package dev.clue.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.calibration.ConformalCalibration.Scope;
import dev.clue.eval.debiasing.Logit;
import dev.clue.judge.Calibration;
import dev.clue.judge.StatementSurvey.Found;
import dev.clue.judge.StatementSurvey.Score;
import dev.clue.judge.Thresholds;
import dev.clue.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConformalCalibrationTest {

    private static final Statement CHILD = new Statement("a child is visible", List.of());
    private static final Statement BABY = new Statement("a baby is visible", List.of());
    private static final Statement KNIFE = new Statement("a knife is visible", List.of());
    private static final Statement FIRE = new Statement("a fire is visible", List.of());
    private static final Rule ARMED = rule("armed", List.of(CHILD, BABY), List.of(KNIFE));
    private static final Rule BURNING = rule("burning", List.of(CHILD), List.of(FIRE));
    private static final Constitution CONSTITUTION =
            new Constitution("test", 1, "0".repeat(64), List.of(ARMED, BURNING));
    private static final Map<Statement, Double> PRIORS = Map.of(CHILD, 0.3, BABY, 0.05, KNIFE, 0.6, FIRE, 0.02);

    private static Rule rule(String id, List<Statement> first, List<Statement> second) {
        return new Rule(id, id, id, List.of(), List.of(new Precondition(first), new Precondition(second)));
    }

    /** Scores scatter around what is true; one image in so many is not found relevant. */
    private static Surveyed draw(SplittableRandom random, boolean armed, boolean burning, int irrelevant) {
        boolean baby = armed && !burning && random.nextInt(3) == 0;
        Map<Statement, Boolean> truth = Map.of(
                CHILD,
                !baby && (armed || burning || random.nextBoolean()),
                BABY,
                baby,
                KNIFE,
                armed || !burning && random.nextInt(4) == 0,
                FIRE,
                burning);
        Map<Statement, Score> scores = new HashMap<>();
        truth.forEach((statement, holds) -> {
            double prior = Objects.requireNonNull(PRIORS.get(statement));
            double logit = Logit.of(prior) + (holds ? 2.5 : -2.5) + 3 * (random.nextDouble() + random.nextDouble() - 1);
            scores.put(statement, new Score(Logit.score(logit), prior, random.nextInt(50) > 0));
        });
        double cosine = random.nextInt(irrelevant) == 0 ? 0.1 : 0.3;
        boolean kept = cosine >= 0.22;
        TreeMap<String, Double> cosines = new TreeMap<>(Map.of("armed", cosine, "burning", cosine));
        Found found = new Found(cosines, kept ? Set.of("armed", "burning") : Set.of(), scores, null);
        TreeMap<String, Boolean> labels = new TreeMap<>(Map.of("armed", armed, "burning", burning));
        return new Surveyed(ScriptedImages.labelled(armed || burning, labels), List.of(found));
    }

    private static SurveyedSet drawn(SplittableRandom random, int armed, int burning, int safe, int irrelevant) {
        List<Surveyed> images = new ArrayList<>();
        for (int i = 0; i < armed; i++) {
            images.add(draw(random, true, false, irrelevant));
        }
        for (int i = 0; i < burning; i++) {
            images.add(draw(random, random.nextInt(5) == 0, true, irrelevant));
        }
        for (int i = 0; i < safe; i++) {
            images.add(draw(random, false, false, irrelevant));
        }
        return new SurveyedSet("drawn", images, List.of());
    }

    /** 600 seeded sets of 40 violations and a new violation each: three standard errors are 0.037 at 0.1. */
    @Test
    void ofNewUnsafeImagesNoMoreThanAlphaAreMissed() {
        SplittableRandom random = new SplittableRandom(1);
        int missed = 0;
        int draws = 0;
        for (int set = 0; set < 600; set++) {
            SurveyedSet learned = drawn(random, 20, 20, 5, 1000);
            Calibrated calibrated =
                    new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.15).learn(learned, Scope.GLOBAL);
            ScoresAlone scores = new ScoresAlone(CONSTITUTION, calibrated.thresholds());
            // A new violation is drawn like those of the set: half of them armed, half burning.
            for (Surveyed fresh : drawn(random, 2, 2, 0, 1000).images()) {
                missed += scores.misses(fresh) ? 1 : 0;
                draws++;
            }
        }
        assertThat((double) missed / draws).isBetween(0.08, 0.15 + 3 * Math.sqrt(0.15 * 0.85 / draws));
    }

    @Test
    void ofEachRuleNoMoreThanAlphaAreMissed() {
        SplittableRandom random = new SplittableRandom(2);
        int[] missed = new int[2];
        int sets = 1000;
        for (int set = 0; set < sets; set++) {
            SurveyedSet learned = drawn(random, 15, 15, 5, 1000);
            Calibrated calibrated =
                    new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.2).learn(learned, Scope.RULE);
            ScoresAlone scores = new ScoresAlone(CONSTITUTION, calibrated.thresholds());
            missed[0] += scores.rule(ARMED, draw(random, true, false, 1000)) == ScoresAlone.Reading.FAILS ? 1 : 0;
            missed[1] +=
                    scores.rule(BURNING, draw(random, random.nextInt(5) == 0, true, 1000)) == ScoresAlone.Reading.FAILS
                            ? 1
                            : 0;
        }
        double slack = 3 * Math.sqrt(0.2 * 0.8 / sets);
        assertThat(missed[0] / (double) sets).isLessThanOrEqualTo(0.2 + slack);
        assertThat(missed[1] / (double) sets).isLessThanOrEqualTo(0.2 + slack);
    }

    @Test
    void saysWhatIsKnownAboutTheSet() {
        SurveyedSet set = drawn(new SplittableRandom(3), 30, 29, 40, 1000);
        Calibrated calibrated = new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.1).learn(set, Scope.GLOBAL);
        Profile.Bound bound = Objects.requireNonNull(calibrated.bound());
        assertThat(bound.violations()).isEqualTo(59);
        assertThat(bound.coverage()).isCloseTo(0.9, within(1e-12));
        assertThat(bound.missed()).isLessThanOrEqualTo(5 / 59.0);
        assertThat(bound.abstained()).isBetween(0.0, 1.0);
        assertThat(bound.scope()).isEqualTo("global");
        assertThat(calibrated.thresholds().calibration().reasoning()).isEqualTo(Calibration.Reasoned.ONLY_FINDS);
        assertThat(calibrated.thresholds().calibration().statements()).hasSize(4);
    }

    /** A threshold in log odds is the same score for all statements, seen from their priors. */
    @Test
    void oneThresholdServesEveryPrior() {
        SurveyedSet set = drawn(new SplittableRandom(4), 30, 30, 0, 1000);
        Thresholds learned = new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.2)
                .learn(set, Scope.GLOBAL)
                .thresholds();
        double[] thresholds = PRIORS.entrySet().stream()
                .mapToDouble(each -> {
                    double alpha1 = learned.scaleFor(each.getKey().text(), each.getValue())
                            .alpha1();
                    return Logit.of(each.getValue() + alpha1) - Logit.of(each.getValue());
                })
                .toArray();
        for (double threshold : thresholds) {
            assertThat(threshold).isCloseTo(thresholds[0], within(0.01));
        }
    }

    @ParameterizedTest
    @EnumSource(Scope.class)
    void refusesTooFewViolationsSayingHowManyAreNeeded(Scope scope) {
        SurveyedSet set = drawn(new SplittableRandom(5), 12, 1, 50, 1000);
        assertThatThrownBy(() -> new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.05).learn(set, scope))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs 19")
                .hasMessageContaining(scope == Scope.GLOBAL ? "unsafe images 13" : "rule burning 1")
                .hasMessageContaining("label more")
                .hasMessageContaining(scope == Scope.GLOBAL ? "--alpha (from 0.0715 on)" : "--alpha (from 0.5 on)");
    }

    /** From none, no alpha below 1 can be bounded. */
    @ParameterizedTest
    @EnumSource(Scope.class)
    void withoutAnyViolationOnlyLabelsHelp(Scope scope) {
        SurveyedSet set = drawn(new SplittableRandom(5), 0, 0, 50, 1000);
        assertThatThrownBy(() -> new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.99).learn(set, scope))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs 1 labelled " + (scope == Scope.GLOBAL ? "unsafe image," : "violation of"))
                .hasMessageContaining("label more")
                .hasMessageNotContaining("--alpha");
    }

    @Test
    void refusesAShareThatTheRelevanceScanExceedsAlone() {
        SurveyedSet set = drawn(new SplittableRandom(6), 100, 100, 0, 15);
        assertThatThrownBy(
                        () -> new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.01).learn(set, Scope.GLOBAL))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("the relevance scan alone misses more")
                .hasMessageContaining("--relevance 0.1");
    }

    @Test
    void anUnsafeImageByNoRuleIsNoMissOfTheRelevanceScan() {
        SurveyedSet drawn = drawn(new SplittableRandom(6), 20, 20, 0, 1000);
        List<Surveyed> images = new ArrayList<>(drawn.images());
        TreeMap<String, Boolean> none = new TreeMap<>(Map.of("armed", false, "burning", false));
        images.add(new Surveyed(
                ScriptedImages.labelled(true, none), images.getFirst().frames()));
        SurveyedSet set = new SurveyedSet("drawn", images, List.of());
        assertThatThrownBy(() -> new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 0.1).learn(set, Scope.GLOBAL))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("drawn: its labels say unsafe, but by no rule of the constitution 'test'")
                .hasMessageNotContaining("relevance");
        LearnableImages learnable = LearnableImages.of(
                CONSTITUTION, images.stream().map(Surveyed::image).toList());
        assertThat(learnable.images()).hasSize(40);
        assertThat(learnable.leftOut()).hasSize(1);
    }

    @Test
    void refusesAnAlphaThatIsNoShare() {
        assertThatThrownBy(() -> new ConformalCalibration(CONSTITUTION, Thresholds.PAPER, 1.5))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("1.5");
    }

    @Test
    void withoutLabelsTheMeanLogOddsAreTheShift() {
        SurveyedSet set = drawn(new SplittableRandom(7), 10, 10, 20, 1000);
        Calibrated calibrated = new BatchCalibration(Thresholds.PAPER).learn(set);
        double expected = set.images().stream()
                .map(image -> Objects.requireNonNull(
                        image.frames().getFirst().scores().get(KNIFE)))
                .filter(Score::meaningful)
                .mapToDouble(score -> Math.log(score.pYes() / (1 - score.pYes())))
                .average()
                .orElseThrow();
        assertThat(calibrated.bound()).isNull();
        assertThat(calibrated.thresholds().scaleFor(KNIFE.text(), 0.6).logitShift())
                .isCloseTo(expected, within(1e-9));
        assertThat(calibrated.thresholds().calibration().reasoning()).isEqualTo(Calibration.Reasoned.DECIDES);
    }

    @Test
    void withoutLabelsTenImagesAreNeeded() {
        SurveyedSet set = drawn(new SplittableRandom(8), 3, 3, 3, 1000);
        assertThatThrownBy(() -> new BatchCalibration(Thresholds.PAPER).learn(set))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs 10 images, but only 9 can be used");
    }

    @Test
    void anImageLabelAloneIsMissedIfEveryRuleIs() {
        Surveyed drawn = draw(new SplittableRandom(9), true, false, 1000);
        Surveyed unlabelledRules = new Surveyed(ScriptedImages.labelled(true, new TreeMap<>()), drawn.frames());
        Margins margins = new Margins(CONSTITUTION);
        assertThat(margins.ofViolations(unlabelledRules))
                .isEqualTo(Math.max(Margins.of(ARMED, drawn), Margins.of(BURNING, drawn)));
        assertThat(margins.ofViolations(drawn)).isEqualTo(Margins.of(ARMED, drawn));
    }
}
