package dev.clue.judge;

import static dev.clue.judge.Constitutions.about;
import static dev.clue.judge.Constitutions.any;
import static dev.clue.judge.Constitutions.constitution;
import static dev.clue.judge.Constitutions.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.RandomDetector;
import dev.clue.model.RandomEncoder;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.prompt.Prompts;
import dev.clue.prompt.Template;
import dev.clue.prompt.Wording;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Outcome;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {

    private static final RgbImage IMAGE = TestImages.plain(200, 100, 50, 100, 100);
    private static final Box LARGE = new Box(20, 20, 70, 70);
    private static final Box SMALL = new Box(50, 50, 55, 54);

    private final TableScript script = new TableScript();
    private final ScriptedModel model = new ScriptedModel("table", script);

    @Test
    void aRuleIsViolatedIfEveryPreconditionHolds() {
        script.holds("a", "b").fails("c");
        Judgement judgement = judge(constitution(rule("both", any("a"), any("b")), rule("one", any("a"), any("c"))));
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(judgement.rules())
                .extracting(RuleVerdict::outcome)
                .containsExactly(RuleVerdict.Outcome.VIOLATED, RuleVerdict.Outcome.NOT_VIOLATED);
        assertThat(judgement.error()).isNull();
    }

    @Test
    void withoutReasoningTheSignOfAnUnsureScoreDecides() {
        script.on("up").seen(0.6).prior(0.5);
        script.on("down").seen(0.4).prior(0.5);
        script.on("silent").seen(0.6).prior(0.5).mass(0.01);
        Judge judge = new Judge(
                new JudgeModels(model, null, null, null),
                constitution(rule("1", any("up")), rule("2", any("down")), rule("3", any("silent"))),
                Thresholds.PAPER,
                PriorStore.inMemory(),
                new Variant(Wording.STATEMENTS, Variant.Unsure.SIGN));
        Judgement judgement = judge.judge(IMAGE);
        assertThat(judgement.rules())
                .extracting(RuleVerdict::outcome)
                .containsExactly(
                        RuleVerdict.Outcome.VIOLATED, RuleVerdict.Outcome.NOT_VIOLATED, RuleVerdict.Outcome.UNDECIDED);
        assertThat(judgement.rules().getFirst().score()).isBetween(0.5, 0.75);
        assertThat(judgement.rules().get(1).score()).isBetween(0.25, 0.49);
        assertThat(script.dialogues()).isEmpty();
    }

    @Test
    void whereReasoningOnlyFindsItsNoLeavesTheStatementUndecided() {
        Thresholds bounded =
                Thresholds.PAPER.calibrated("bounded", Calibration.of(Map.of(), Calibration.Reasoned.ONLY_FINDS));
        script.on("no").seen(0.6).prior(0.5).summaries("{\"rating\": \"No\", \"rationale\": \"it is a toy\"}");
        script.on("yes").seen(0.6).prior(0.5).summaries("{\"rating\": \"Yes\"}");
        Judgement judgement = new Judge(
                        new JudgeModels(model, null, null, null),
                        constitution(rule("1", any("no")), rule("2", any("yes"))),
                        bounded,
                        PriorStore.inMemory())
                .judge(IMAGE);
        assertThat(judgement.rules())
                .extracting(RuleVerdict::outcome)
                .containsExactly(RuleVerdict.Outcome.UNDECIDED, RuleVerdict.Outcome.VIOLATED);
        StatementVerdict no =
                judgement.rules().getFirst().preconditions().getFirst().any().getFirst();
        assertThat(no.rationale()).isEqualTo("it is a toy");
        assertThat(no.cause()).isNotNull();
        assertThat(no.cause().kind()).isEqualTo(Failure.UNSURE);
        assertThat(no.cause().message()).contains("bounded").contains("look at the image yourself");
    }

    @Test
    void aVariantAsksInItsOwnWords() {
        Wording rules = new Wording(
                "rules",
                new Template("Is it broken? Yes or No.\nRule: {rule}"),
                new Template("Think.\nRule: {rule}"),
                new Template("Sum up as {\"rating\": ...}."),
                new Template("Again."));
        script.on("a").summaries("{\"rating\": \"Yes\"}");
        Judge judge = new Judge(
                new JudgeModels(model, null, null, null),
                constitution(rule("1", any("a"))),
                Thresholds.PAPER,
                PriorStore.inMemory(),
                new Variant(rules, Variant.Unsure.REASONING));
        assertThat(judge.judge(IMAGE).outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(script.dialogues().getLast())
                .extracting(Turn::text)
                .containsExactly("Think.\nRule: a", "Let me see.", "Sum up as {\"rating\": ...}.");
    }

    @Test
    void aChainThatHasFailedTakesNoFurtherQuestions() {
        script.fails("a").holds("b");
        Judgement judgement = judge(constitution(rule("r", any("a"), any("b"))));
        assertThat(model.asked()).containsExactly("a");
        assertThat(judgement.rules().getFirst().preconditions()).hasSize(1);
    }

    @Test
    void theFirstAlternativeThatHoldsIsTheLastAsked() {
        script.fails("a").holds("b", "c");
        Judgement judgement = judge(constitution(rule("r", any("a", "b", "c"))));
        assertThat(model.asked()).containsExactly("a", "b");
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(judgement.rules().getFirst().preconditions().getFirst().any())
                .extracting(StatementVerdict::statement)
                .containsExactly("a", "b");
    }

    @Test
    void allChainsAskTogether() {
        script.holds("a", "b", "c").fails("d", "e");
        judge(constitution(rule("1", any("a"), any("d")), rule("2", any("b"), any("e")), rule("3", any("c"))));
        assertThat(model.asked()).containsExactly("a", "b", "c", "d", "e");
        assertThat(model.packs()).containsExactly(3, 2);
    }

    @Test
    void moreQuestionsThanAPackGoInSeveral() {
        Precondition[] single = new Precondition[10];
        for (int i = 0; i < single.length; i++) {
            script.fails("s" + i);
            single[i] = any("s" + i);
        }
        judge(constitution(
                rule("0", single[0]),
                rule("1", single[1]),
                rule("2", single[2]),
                rule("3", single[3]),
                rule("4", single[4]),
                rule("5", single[5]),
                rule("6", single[6]),
                rule("7", single[7]),
                rule("8", single[8]),
                rule("9", single[9])));
        assertThat(model.packs()).containsExactly(8, 2);
    }

    @Test
    void aStatementOfSeveralRulesIsAskedOnceAndShownEverywhere() {
        script.holds("a").fails("b", "c");
        Judgement judgement = judge(constitution(rule("1", any("a"), any("b")), rule("2", any("a"), any("c"))));
        assertThat(model.asked()).containsExactly("a", "b", "c");
        StatementVerdict first = statement(judgement, 0, 0);
        StatementVerdict second = statement(judgement, 1, 0);
        assertThat(first.by()).isEqualTo(Step.TOKEN);
        assertThat(second.by()).isEqualTo(Step.SHARED);
        assertThat(second).isEqualTo(first.shared());
    }

    @Test
    void aRuleThatIsNotRelevantIsNotAsked() {
        script.holds("a", "b");
        StillEncoder encoder = new StillEncoder().at("No near.", 0.9).at("No far.", 0.1);
        Judgement judgement = judge(
                new JudgeModels(model, encoder, null, null),
                constitution(rule("near", any("a")), rule("far", any("b"))),
                Thresholds.PAPER);
        assertThat(model.asked()).containsExactly("a");
        assertThat(judgement.rules())
                .extracting(RuleVerdict::outcome)
                .containsExactly(RuleVerdict.Outcome.VIOLATED, RuleVerdict.Outcome.NOT_RELEVANT);
    }

    @Test
    void theEvidenceOfATokenProbabilityIsComplete() {
        script.on("a").seen(0.95).prior(0.25).mass(0.5).priorMass(0.75);
        StatementVerdict verdict = statement(judge(constitution(rule("r", any("a")))), 0, 0);
        assertThat(verdict.pYes()).isEqualTo(0.95);
        assertThat(verdict.prior()).isEqualTo(0.25);
        assertThat(verdict.mass()).isEqualTo(0.5);
        assertThat(verdict.priorMass()).isEqualTo(0.75);
        assertThat(verdict.by()).isEqualTo(Step.TOKEN);
        // d = 0.7 lies two thirds on the way from alpha2 = 0.6 to 0.75
        assertThat(verdict.score()).isCloseTo(0.75 + 0.25 * 2 / 3, within(1e-9));
    }

    @ParameterizedTest
    @CsvSource({"0.25, HOLDS, REGION", "0.125, HOLDS, REGION", "0.2502, FAILS, REASONING", "0.5, FAILS, REASONING"})
    void aRegionWhoseBlackeningCostsMoreThanBetaSpeaksForTheStatement(double without, Outcome outcome, Step by) {
        script.on("a").seen(0.75).prior(0.5).without(without);
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        Thresholds thresholds = Thresholds.PAPER.with("beta", 0.4999);
        StatementVerdict verdict =
                statement(judge(models(detector), constitution(rule("r", about("a", "x"))), thresholds), 0, 0);
        assertThat(verdict.outcome()).isEqualTo(outcome);
        assertThat(verdict.by()).isEqualTo(by);
        assertThat(verdict.score()).isEqualTo(outcome == Outcome.HOLDS ? 0.75 : 0.25);
        assertThat(verdict.region()).isEqualTo(new StatementVerdict.Region(LARGE, 0.6, without, 1.0, null));
    }

    @Test
    void aDropOfBetaIsNotEnough() {
        script.on("a").seen(0.75).prior(0.5).without(0.25);
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        StatementVerdict verdict = statement(
                judge(models(detector), constitution(rule("r", about("a", "x"))), Thresholds.PAPER.with("beta", 0.5)),
                0,
                0);
        assertThat(verdict.by()).isEqualTo(Step.REASONING);
    }

    @Test
    void whatIsSureNeedsNoRegion() {
        script.holds("a").fails("b");
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        Judgement judgement = judge(
                models(detector),
                constitution(rule("r", about("a", "x")), rule("s", about("b", "x"))),
                Thresholds.PAPER);
        assertThat(script.looked()).containsExactly(IMAGE);
        assertThat(Objects.requireNonNull(statement(judgement, 0, 0).region()).pWithout())
                .isNull();
    }

    @Test
    void statementsAboutOneRegionAreComparedTogether() {
        script.on("a").seen(0.8).without(0.1);
        script.on("b").seen(0.8).without(0.7);
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        Judgement judgement = judge(
                models(detector),
                constitution(rule("r", about("a", "x")), rule("s", about("b", "x"))),
                Thresholds.PAPER);
        assertThat(model.packs()).containsExactly(2, 2);
        assertThat(script.looked()).hasSize(2);
        assertThat(statement(judgement, 0, 0).by()).isEqualTo(Step.REGION);
        assertThat(statement(judgement, 1, 0).by()).isEqualTo(Step.REASONING);
    }

    @Test
    void aSmallRegionIsLookedAtInItsCrop() {
        script.on("a").seen(0.8).without(0.1);
        script.fails("b");
        TableDetector detector = new TableDetector().finds("x", SMALL, 0.6);
        Judgement judgement = judge(
                models(detector), constitution(rule("r", about("a", "x")), rule("s", any("b"))), Thresholds.PAPER);
        StatementVerdict verdict = statement(judgement, 0, 0);
        assertThat(verdict.region())
                .isEqualTo(new StatementVerdict.Region(SMALL, 0.6, 0.1, 1.0, new Box(45, 44, 60, 59)));
        assertThat(script.looked()).extracting(RgbImage::width).containsExactly(15, 15, 100);
        RgbImage black = script.looked().get(1);
        assertThat(black.sample(5, 6, 0)).as("corner of the region in the crop").isZero();
        assertThat(black.sample(9, 9, 0))
                .as("last pixel of the region in the crop")
                .isZero();
        assertThat(black.sample(4, 6, 0)).as("left of it").isEqualTo(200);
        assertThat(black.sample(10, 9, 0)).as("right of it").isEqualTo(200);
        assertThat(black.sample(9, 10, 0)).as("below it").isEqualTo(200);
    }

    @Test
    void aSmallRegionIsAlsoReasonedAboutInItsCrop() {
        script.on("a").seen(0.6).without(0.5).summaries("{\"rating\": \"Yes\", \"rationale\": \"I see it\"}");
        TableDetector detector = new TableDetector().finds("x", SMALL, 0.6);
        Judgement judgement = judge(models(detector), constitution(rule("r", about("a", "x"))), Thresholds.PAPER);
        assertThat(script.looked()).extracting(RgbImage::width).containsExactly(15, 15);
        StatementVerdict verdict = statement(judgement, 0, 0);
        assertThat(verdict.by()).isEqualTo(Step.REASONING);
        assertThat(verdict.outcome()).isEqualTo(Outcome.HOLDS);
        assertThat(verdict.score()).isEqualTo(0.75);
        assertThat(verdict.rationale()).isEqualTo("I see it");
    }

    @Test
    void whereYesAndNoAreHardlySaidReasoningDecides() {
        script.on("a").seen(1).prior(0.5).mass(0.04).without(0);
        script.on("b").seen(1).prior(0.5).priorMass(0.04).without(0);
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        Judgement judgement = judge(
                models(detector),
                constitution(rule("r", about("a", "x")), rule("s", about("b", "x"))),
                Thresholds.PAPER);
        assertThat(statement(judgement, 0, 0).by()).isEqualTo(Step.REASONING);
        assertThat(statement(judgement, 1, 0).by()).isEqualTo(Step.REASONING);
        assertThat(statement(judgement, 0, 0).mass()).isEqualTo(0.04);
        assertThat(script.looked()).as("no region is asked").hasSize(1);
    }

    @Test
    void whereYesAndNoAreHardlySaidWithoutTheRegionReasoningDecides() {
        script.on("a").seen(0.8).without(0).massWithout(0.04);
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        StatementVerdict verdict =
                statement(judge(models(detector), constitution(rule("r", about("a", "x"))), Thresholds.PAPER), 0, 0);
        assertThat(verdict.by()).isEqualTo(Step.REASONING);
        assertThat(verdict.region()).isEqualTo(new StatementVerdict.Region(LARGE, 0.6, 0.0, 0.04, null));
    }

    @ParameterizedTest
    @CsvSource({"0.0625, REGION", "0.0624, REASONING"})
    void theAnswerMassItselfIsEnough(double massWithout, Step by) {
        script.on("a")
                .seen(0.8)
                .without(0)
                .massWithout(massWithout)
                .mass(0.0625)
                .priorMass(0.0625);
        TableDetector detector = new TableDetector().finds("x", LARGE, 0.6);
        StatementVerdict verdict = statement(
                judge(
                        models(detector),
                        constitution(rule("r", about("a", "x"))),
                        Thresholds.PAPER.with("answerMass", 0.0625)),
                0,
                0);
        assertThat(verdict.by()).isEqualTo(by);
    }

    @Test
    void reasoningSeesTheThoughtsAndAsksForASummary() {
        script.on("a").summaries("{\"rating\": \"No\", \"rationale\": \"it is a toy\"}");
        StatementVerdict verdict = statement(judge(constitution(rule("r", any("a")))), 0, 0);
        assertThat(verdict.outcome()).isEqualTo(Outcome.FAILS);
        assertThat(verdict.rationale()).isEqualTo("it is a toy");
        assertThat(script.dialogues()).containsExactly(Prompts.reasoning("a"), Prompts.summary("a", "Let me see."));
    }

    @Test
    void aSummaryWithoutARatingIsAskedForOnceMore() {
        script.on("a").summaries("I think so.", "{\"rating\": \"Yes\"}");
        StatementVerdict verdict = statement(judge(constitution(rule("r", any("a")))), 0, 0);
        assertThat(verdict.outcome()).isEqualTo(Outcome.HOLDS);
        assertThat(script.dialogues())
                .containsExactly(
                        Prompts.reasoning("a"),
                        Prompts.summary("a", "Let me see."),
                        Prompts.summaryAgain("a", "Let me see.", "I think so."));
    }

    @Test
    void withoutARatingTheStatementIsUndecided() {
        script.on("a").summaries("I think so.", "I said\n  I think so.");
        Judgement judgement = judge(constitution(rule("r", any("a"))));
        StatementVerdict verdict = statement(judgement, 0, 0);
        assertThat(verdict.outcome()).isEqualTo(Outcome.UNDECIDED);
        assertThat(verdict.by()).isEqualTo(Step.REASONING);
        assertThat(verdict.score()).isEqualTo(0.49);
        assertThat(verdict.pYes()).isEqualTo(0.5);
        assertThat(Objects.requireNonNull(verdict.cause()).kind()).isEqualTo(Failure.NO_RATING);
        assertThat(verdict.cause().message()).contains("has no rating", "\"I said I think so.\"");
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(Objects.requireNonNull(judgement.error()).message()).startsWith("rule r, \"a\": ");
        assertThat(script.dialogues()).hasSize(3);
    }

    @Test
    void longNonsenseIsShortenedInTheCause() {
        script.on("a").summaries("word ".repeat(90));
        StatementVerdict verdict = statement(judge(constitution(rule("r", any("a")))), 0, 0);
        assertThat(Objects.requireNonNull(verdict.cause()).message().length()).isLessThan(400);
    }

    @Test
    void aFailedQuestionCostsNoOtherItsAnswer() {
        script.holds("a", "c");
        script.on("b").failing(new ModelUnfitException("P(Yes) is NaN; repair the model"));
        Judgement judgement = judge(constitution(rule("1", any("a")), rule("2", any("b")), rule("3", any("b", "c"))));
        assertThat(judgement.rules())
                .extracting(RuleVerdict::outcome)
                .containsExactly(
                        RuleVerdict.Outcome.VIOLATED, RuleVerdict.Outcome.UNDECIDED, RuleVerdict.Outcome.VIOLATED);
        StatementVerdict failed = statement(judgement, 1, 0);
        assertThat(failed.cause()).isEqualTo(new Failure(Failure.MODEL_UNFIT, "P(Yes) is NaN; repair the model"));
        assertThat(failed.pYes()).isNull();
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.UNSAFE);
        assertThat(judgement.error())
                .isEqualTo(new Failure(Failure.MODEL_UNFIT, "rule 2, \"b\": P(Yes) is NaN; repair the model"));
    }

    @Test
    void anUndecidedPreconditionDoesNotMatterIfAnotherFails() {
        script.fails("b");
        script.on("a").failing(new ModelUnavailableException("busy; try again"));
        Judgement judgement = judge(constitution(rule("r", any("a"), any("b"))));
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.SAFE);
        assertThat(judgement.error()).isNull();
        assertThat(statement(judgement, 0, 0).outcome()).isEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void anImageThatCannotBeLookedAtIsUndecided() {
        TableScript busy = new TableScript() {
            @Override
            public void opening(@Nullable RgbImage image) {
                super.opening(image);
                if (image != null) {
                    throw new ModelUnavailableException("out of memory; close something");
                }
            }
        };
        busy.holds("a", "b");
        ScriptedModel blind = new ScriptedModel("blind", busy);
        Judgement judgement = judge(
                new JudgeModels(blind, null, null, null),
                constitution(rule("1", any("a")), rule("2", any("b"))),
                Thresholds.PAPER);
        assertThat(judgement.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
        assertThat(judgement.rules()).extracting(RuleVerdict::outcome).containsOnly(RuleVerdict.Outcome.UNDECIDED);
        assertThat(busy.looked()).as("opening is tried once").hasSize(1);
    }

    @Test
    void everyLookIsClosedAndPaidFor() {
        script.on("a").seen(0.8).without(0.5);
        TableDetector detector = new TableDetector().finds("x", SMALL, 0.6);
        Judgement judgement = judge(models(detector), constitution(rule("r", about("a", "x"))), Thresholds.PAPER);
        assertThat(model.openLooks()).isZero();
        // the prior, the crop encoded and asked, the region encoded and asked, thoughts and summary
        assertThat(judgement.usage().calls()).isEqualTo(1 + 2 + 2 + 2);
        assertThat(judgement.timingMillis())
                .containsOnlyKeys("prior", "look", "token", "regions", "region_difference", "reasoning");
    }

    @Test
    void severalThreadsMayJudgeAtOnce() throws Exception {
        Constitution constitution = constitution(
                rule("1", any("a", "b"), about("c", "x")), rule("2", about("b", "x"), any("d")), rule("3", any("e")));
        JudgeModels models = new JudgeModels(
                new ScriptedModel("random", new RandomScript(3)), new RandomEncoder(3, 8), new RandomDetector(3), null);
        List<RgbImage> images = IntStream.range(0, 40)
                .mapToObj(seed -> TestImages.drawn(seed, 40, 40))
                .toList();
        Judge alone = new Judge(models, constitution, Thresholds.PAPER, PriorStore.inMemory());
        Judge shared = new Judge(models, constitution, Thresholds.PAPER, PriorStore.inMemory());
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<Judgement>> atOnce = images.stream()
                    .map(image -> threads.submit(() -> shared.judge(image)))
                    .toList();
            for (int i = 0; i < images.size(); i++) {
                assertThat(atOnce.get(i).get().rules())
                        .isEqualTo(alone.judge(images.get(i)).rules());
            }
        }
    }

    @Test
    void theLiteralJudgeAsksOneQuestionAtATimeAndEachRuleAnew() {
        script.holds("a").fails("b", "c");
        new LiteralJudge(
                        new JudgeModels(model, null, null, null),
                        constitution(rule("1", any("a"), any("b")), rule("2", any("a"), any("c"))),
                        Thresholds.PAPER)
                .judge(IMAGE);
        assertThat(model.asked()).containsExactly("a", "b", "a", "c");
        assertThat(model.packs()).containsOnly(1);
        assertThat(script.looked()).hasSize(4);
    }

    private JudgeModels models(@Nullable TableDetector detector) {
        return new JudgeModels(model, null, detector, null);
    }

    private Judgement judge(Constitution constitution) {
        return judge(models(null), constitution, Thresholds.PAPER);
    }

    private static Judgement judge(JudgeModels models, Constitution constitution, Thresholds thresholds) {
        return new Judge(models, constitution, thresholds, PriorStore.inMemory()).judge(IMAGE);
    }

    private static StatementVerdict statement(Judgement judgement, int rule, int precondition) {
        return List.copyOf(judgement
                        .rules()
                        .get(rule)
                        .preconditions()
                        .get(precondition)
                        .any())
                .getFirst();
    }
}
