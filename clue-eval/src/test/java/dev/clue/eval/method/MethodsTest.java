package dev.clue.eval.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.judge.Calibration;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.judge.Thresholds;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Detection;
import dev.clue.model.ModelIdentity;
import dev.clue.model.ObjectDetector;
import dev.clue.model.Question;
import dev.clue.model.RandomDetector;
import dev.clue.model.RandomEncoder;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.verdict.ImageVerdict.Outcome;
import dev.clue.verdict.RuleVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MethodsTest {

    private static final RgbImage IMAGE = TestImages.plain(200, 100, 50, 100, 100);
    private static final Constitution CONSTITUTION = new Constitution(
            "test",
            1,
            "0".repeat(64),
            List.of(
                    rule("fire", "No fire.", new Statement("a fire is visible", List.of("fire"))),
                    rule(
                            "armed",
                            "No armed child.",
                            new Statement("a child is visible", List.of("child")),
                            new Statement("it is night", List.of()))));

    private final Script script = new Script();
    private final ScriptedModel model = new ScriptedModel("m", script);

    @Test
    void priorKnowledgeNamesNoRule() {
        script.direct.put("unsafe", 0.7);
        Prediction prediction = baseline(Methods.PRIOR_KNOWLEDGE_DIRECT).predict(IMAGE);
        assertThat(prediction.outcome()).isEqualTo(Outcome.UNSAFE);
        assertThat(prediction.score()).isCloseTo(0.7, within(1e-9));
        assertThat(prediction.rules()).isEmpty();
        assertThat(prediction.usage().calls()).as("an image and a question").isEqualTo(2);
        assertThat(script.questions)
                .singleElement()
                .satisfies(text -> assertThat(text).contains("unsafe").doesNotContain("fire"));
    }

    @Test
    void wholeConstitutionNamesEveryRule() {
        script.direct.put("Rules:", 0.2);
        Prediction prediction = baseline(Methods.WHOLE_CONSTITUTION_DIRECT).predict(IMAGE);
        assertThat(prediction.outcome()).isEqualTo(Outcome.SAFE);
        assertThat(script.questions)
                .singleElement()
                .satisfies(text -> assertThat(text).endsWith("Rules:\n1. No fire.\n2. No armed child."));
    }

    @Test
    void aReasonedAnswerHasNoScore() {
        script.ratings.put("unsafe", "{\"rating\": \"Yes\", \"rationale\": \"fire\"}");
        Prediction prediction = baseline(Methods.PRIOR_KNOWLEDGE_REASONED).predict(IMAGE);
        assertThat(prediction.outcome()).isEqualTo(Outcome.UNSAFE);
        assertThat(prediction.score()).isNull();
    }

    @Test
    void anUnusableRatingIsUndecidedWithItsCause() {
        script.ratings.put("Rules:", "I would rather not say.");
        Prediction prediction = baseline(Methods.WHOLE_CONSTITUTION_REASONED).predict(IMAGE);
        assertThat(prediction.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(prediction.cause()).contains("no rating");
    }

    @Test
    void whoHardlyAnswersIsUndecided() {
        script.mass = 0.01;
        assertThat(baseline(Methods.PRIOR_KNOWLEDGE_DIRECT).predict(IMAGE).outcome())
                .isEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void singleRulesAreAskedInTurnAndTheWorstDecides() {
        script.direct.put("Rule: No fire.", 0.1);
        script.direct.put("Rule: No armed child.", 0.9);
        Prediction prediction = baseline(Methods.SINGLE_RULES_DIRECT).predict(IMAGE);
        assertThat(prediction.outcome()).isEqualTo(Outcome.UNSAFE);
        assertThat(prediction.score()).isCloseTo(0.9, within(1e-9));
        assertThat(prediction.rules()).containsOnlyKeys("fire", "armed");
        assertThat(outcome(prediction, "fire")).isEqualTo(RuleVerdict.Outcome.NOT_VIOLATED);
        assertThat(outcome(prediction, "armed")).isEqualTo(RuleVerdict.Outcome.VIOLATED);
    }

    @Test
    void aRuleThatCannotBeReasonedAboutCostsNoOtherItsAnswer() {
        script.ratings.put("Rule: No armed child.", "{\"rating\": \"No\"}");
        Prediction prediction = Methods.singleRulesReasoned(setting()).predict(IMAGE);
        assertThat(outcome(prediction, "fire")).isEqualTo(RuleVerdict.Outcome.UNDECIDED);
        assertThat(outcome(prediction, "armed")).isEqualTo(RuleVerdict.Outcome.NOT_VIOLATED);
        assertThat(prediction.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(prediction.cause()).startsWith("rule fire: ");
    }

    @Test
    void aFailingModelMakesThePredictionUndecided() {
        script.failure = new ModelUnfitException("the decoder stopped: replace the model");
        for (Method method : all()) {
            if (!method.id().equals(Methods.ENCODER) && !method.id().equals(Methods.DETECTOR)) {
                Prediction prediction = method.predict(IMAGE);
                assertThat(prediction.outcome()).as(method.id()).isNotEqualTo(Outcome.UNSAFE);
                if (prediction.outcome() == Outcome.SAFE) {
                    assertThat(prediction.rules().values())
                            .as("%s: nothing was asked", method.id())
                            .allMatch(rule -> rule.outcome() == RuleVerdict.Outcome.NOT_RELEVANT);
                } else {
                    assertThat(prediction.cause()).as(method.id()).contains("the decoder stopped");
                }
            }
        }
    }

    @Test
    void theDifferenceThatTheRulesMakeIsAmplified() {
        script.direct.put("unsafe", 0.5);
        script.direct.put("Rules:", 0.6);
        // logit 0.6 + (logit 0.6 - 0) = 2 log 1.5
        Prediction prediction = baseline(Methods.COCA_WHOLE_CONSTITUTION).predict(IMAGE);
        assertThat(prediction.score()).isCloseTo(2.25 / 3.25, within(1e-9));
    }

    @Test
    void theDetectorAloneNeedsEveryObjectOfAChain() {
        Setting sees = with(new Boxes(Map.of("fire", 0.9, "child", 0.01)));
        Prediction prediction = find(Methods.baselines(sees), Methods.DETECTOR).predict(IMAGE);
        assertThat(outcome(prediction, "fire")).isEqualTo(RuleVerdict.Outcome.VIOLATED);
        assertThat(outcome(prediction, "armed")).isEqualTo(RuleVerdict.Outcome.NOT_VIOLATED);
        assertThat(prediction.score()).isGreaterThan(0.5);
        assertThat(prediction.usage().calls()).isZero();
    }

    @Test
    void theEncoderAloneFollowsItsThreshold() {
        Method method = baseline(Methods.ENCODER);
        Prediction prediction = method.predict(IMAGE);
        prediction.rules().forEach((id, rule) -> {
            double cosine = Objects.requireNonNull(rule.relevance());
            assertThat(rule.outcome())
                    .isEqualTo(cosine >= 0.1 ? RuleVerdict.Outcome.VIOLATED : RuleVerdict.Outcome.NOT_VIOLATED);
            assertThat(rule.score()).isCloseTo((1 + cosine) / 2, within(1e-9));
        });
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void withoutPreconditionsARuleIsOneQuestionInItsOwnWords() {
        Method method = find(Methods.ablations(alone(), null), Methods.WITHOUT_PRECONDITIONS);
        script.direct.put("Rule: No fire.", 1.0);
        script.direct.put("Rule: No armed child.", 0.0);
        script.prior = 0.5;
        Prediction prediction = method.predict(IMAGE);
        assertThat(model.asked()).containsExactly("No fire.", "No armed child.");
        assertThat(outcome(prediction, "fire")).isEqualTo(RuleVerdict.Outcome.VIOLATED);
    }

    @Test
    void withoutObjectificationTheRulesAreAsPeopleWroteThem() {
        ConstitutionSource written = new ConstitutionSource(
                "written", 1, List.of(source("armed", "Keep kids safe."), source("fire", "Nothing scary.")));
        Method method = find(Methods.ablations(alone(), written), Methods.WITHOUT_OBJECTIFICATION);
        method.predict(IMAGE);
        assertThat(model.asked()).containsExactly("Nothing scary.", "Keep kids safe.");
        assertThatThrownBy(() -> Methods.ablations(
                        alone(), new ConstitutionSource("w", 1, List.of(source("fire", "Nothing scary.")))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("armed");
    }

    @Test
    void withoutDebiasingTheRawScoreDecidesAtOneHalf() {
        Method method = find(Methods.ablations(alone(), null), Methods.WITHOUT_DEBIASING);
        script.prior = 0.95;
        script.direct.put("a fire is visible", 0.55);
        script.direct.put("a child is visible", 0.45);
        Prediction prediction = method.predict(IMAGE);
        assertThat(outcome(prediction, "fire")).isEqualTo(RuleVerdict.Outcome.VIOLATED);
        assertThat(outcome(prediction, "armed")).isEqualTo(RuleVerdict.Outcome.NOT_VIOLATED);
        assertThat(script.dialogues).isZero();
    }

    @Test
    void reasoningAlwaysAsksNoYesOrNo() {
        Method method = find(Methods.ablations(alone(), null), Methods.REASONING_ALWAYS);
        script.ratings.put("a fire is visible", "{\"rating\": \"Yes\"}");
        script.ratings.put("a child is visible", "{\"rating\": \"No\"}");
        Prediction prediction = method.predict(IMAGE);
        assertThat(prediction.outcome()).isEqualTo(Outcome.UNSAFE);
        assertThat(model.asked()).isEmpty();
        assertThat(script.dialogues).isEqualTo(4);
    }

    @Test
    void withoutRegionDifferenceNothingIsAskedOfABlackedOutImage() {
        Setting sees = with(new Boxes(Map.of("fire", 0.9, "child", 0.9)));
        script.prior = 0.5;
        script.direct.put("a fire is visible", 0.6);
        script.direct.put("a child is visible", 0.6);
        script.ratings.put("a fire is visible", "{\"rating\": \"No\"}");
        script.ratings.put("a child is visible", "{\"rating\": \"No\"}");
        Methods.clue(sees).predict(IMAGE);
        int withRegions = model.asked().size();
        find(Methods.ablations(sees, null), Methods.WITHOUT_REGION_DIFFERENCE).predict(IMAGE);
        assertThat(withRegions).isEqualTo(4);
        assertThat(model.asked().size() - withRegions).isEqualTo(2);
    }

    @Test
    void clueIsTheSameWithAndWithoutItsEvidence() {
        ScriptedModel random = new ScriptedModel("random", new RandomScript(4));
        Setting setting = new Setting(
                new JudgeModels(random, new RandomEncoder(4, 200), new RandomDetector(4), null),
                CONSTITUTION,
                Thresholds.PAPER,
                PriorStore.inMemory(),
                () -> 0);
        Method same = Methods.withThreshold(setting, "beta", Thresholds.PAPER.beta());
        for (int seed = 0; seed < 40; seed++) {
            RgbImage image = TestImages.drawn(seed, 80, 60);
            Prediction one = Methods.clue(setting).predict(image);
            Prediction other = same.predict(image);
            assertThat(one.rules()).isEqualTo(other.rules());
            assertThat(one.outcome()).isEqualTo(other.outcome());
            assertThat(one.usage()).isEqualTo(other.usage());
        }
    }

    /** A statement that a model says Yes to whatever the image: the language prior does not show it, the batch does. */
    private Thresholds learnedAboutFire() {
        script.prior = 0.1;
        script.direct.put("fire", 0.9);
        script.direct.put("child", 0.01);
        script.ratings.put("fire", "{\"rating\": \"No\", \"rationale\": \"none\"}");
        return Thresholds.PAPER.calibrated(
                Thresholds.CUSTOM,
                Calibration.of(
                        Map.of("a fire is visible", new Calibration.OfStatement(null, null, Math.log(9))),
                        Calibration.Reasoned.DECIDES));
    }

    @Test
    void batchCalibrationReadsScoresAsAProfileDoes() {
        Thresholds learned = learnedAboutFire();
        assertThat(Methods.clue(alone()).predict(IMAGE).outcome()).isEqualTo(Outcome.UNSAFE);
        Method batch = Methods.batchCalibrated(alone(), learned, "20 images");
        assertThat(batch.predict(IMAGE).outcome()).isEqualTo(Outcome.SAFE);
        assertThat(Methods.clue(alone().with(learned)).predict(IMAGE).outcome()).isEqualTo(Outcome.SAFE);
        assertThat(batch.configuration())
                .startsWith("batch calibration over 20 images, ")
                .isNotEqualTo(Methods.batchCalibrated(alone(), Thresholds.PAPER, "20 images")
                        .configuration());
    }

    @Test
    void whatWasLearnedIsLeftOutWhereScoresAreReadOtherwise() {
        Setting setting = alone().with(learnedAboutFire());
        List<Method> others = Methods.ablations(setting, null);
        others.addAll(Methods.debiasings(setting));
        for (String id : List.of(Methods.WITHOUT_DEBIASING, Methods.CONTEXTUAL)) {
            assertThat(find(others, id).predict(IMAGE).outcome()).as(id).isEqualTo(Outcome.UNSAFE);
        }
        assertThat(find(others, Methods.WITHOUT_REASONING).predict(IMAGE).outcome())
                .as("the sign of d, which is 0: as learned")
                .isEqualTo(Outcome.SAFE);
    }

    @Test
    void everyMethodHasAnIdOfItsOwn() {
        assertThat(all()).extracting(Method::id).doesNotHaveDuplicates().allMatch(id -> id.matches("[a-z][a-z-]*"));
    }

    private List<Method> all() {
        List<Method> methods = new ArrayList<>();
        methods.add(Methods.clue(setting()));
        methods.addAll(Methods.baselines(setting()));
        methods.add(Methods.singleRulesReasoned(setting()));
        methods.addAll(Methods.ablations(setting(), null));
        methods.addAll(Methods.debiasings(setting()));
        methods.add(Methods.batchCalibrated(setting(), Thresholds.PAPER, "none"));
        return methods;
    }

    private Method baseline(String id) {
        return find(Methods.baselines(setting()), id);
    }

    private static Method find(List<Method> methods, String id) {
        return methods.stream()
                .filter(method -> method.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static RuleVerdict.Outcome outcome(Prediction prediction, String rule) {
        return Objects.requireNonNull(prediction.rules().get(rule)).outcome();
    }

    private Setting setting() {
        return new Setting(
                new JudgeModels(model, new RandomEncoder(3, 200), new Boxes(Map.of()), null),
                CONSTITUTION,
                Thresholds.PAPER,
                PriorStore.inMemory(),
                () -> 0);
    }

    private Setting alone() {
        return setting().with(new JudgeModels(model, null, null, null));
    }

    private Setting with(ObjectDetector detector) {
        return setting().with(new JudgeModels(model, null, detector, null));
    }

    private static Rule rule(String id, String text, Statement... chain) {
        List<Precondition> preconditions = new ArrayList<>();
        for (Statement statement : chain) {
            preconditions.add(new Precondition(List.of(statement)));
        }
        return new Rule(id, text, text, List.of(), preconditions);
    }

    private static SourceRule source(String id, String text) {
        return new SourceRule(id, text, null, List.of(), List.of(), 1, 1);
    }

    /** Finds objects by a table; large boxes. */
    private record Boxes(Map<String, Double> scores) implements ObjectDetector {

        @Override
        public ModelIdentity identity() {
            return new ModelIdentity("boxes", "sha256:" + "1".repeat(64));
        }

        @Override
        public List<Detection> detect(RgbImage image, List<String> objects) {
            return objects.stream()
                    .map(object -> new Detection(object, new Box(10, 10, 60, 60), scores.getOrDefault(object, 0.0)))
                    .toList();
        }

        @Override
        public OptionalDouble smallRegion() {
            return OptionalDouble.empty();
        }

        @Override
        public void close() {}
    }

    /** Answers by what a prompt contains. */
    private static final class Script implements ScriptedModel.Script {

        private final Map<String, Double> direct = new HashMap<>();
        private final Map<String, String> ratings = new HashMap<>();
        private final List<String> questions = new ArrayList<>();
        private double prior = 0.5;
        private double mass = 1;
        private int dialogues;
        private @Nullable RuntimeException failure;

        @Override
        public AnswerProbability answer(@Nullable RgbImage image, Question question) {
            if (failure != null) {
                throw failure;
            }
            if (image == null) {
                return new AnswerProbability(prior, 1 - prior);
            }
            questions.add(question.text());
            double score = direct.entrySet().stream()
                    .filter(entry -> question.text().contains(entry.getKey()))
                    .mapToDouble(Map.Entry::getValue)
                    .findFirst()
                    .orElse(0.5);
            return new AnswerProbability(mass * score, mass * (1 - score));
        }

        @Override
        public String say(@Nullable RgbImage image, List<Turn> dialogue) {
            if (failure != null) {
                throw failure;
            }
            dialogues++;
            if (dialogue.size() == 1) {
                return "Let me see.";
            }
            return ratings.entrySet().stream()
                    .filter(entry -> dialogue.getFirst().text().contains(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElse("Hm.");
        }
    }
}
