package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Detection;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ModelIdentity;
import dev.clue.model.ObjectDetector;
import dev.clue.model.Question;
import dev.clue.model.RandomDetector;
import dev.clue.model.RandomEncoder;
import dev.clue.model.RandomScript;
import dev.clue.model.ScriptedModel;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** What must hold whatever the constitution, the image and the models say. */
class SameVerdictPropertyTest {

    private static final int TRIES = 2000;

    /** A constitution, an image and models to judge it with. */
    record Case(Constitution constitution, RgbImage image, long seed, boolean scan, boolean detect) {

        JudgeModels models(ScriptedModel vlm) {
            return new JudgeModels(
                    vlm, scan ? new RandomEncoder(seed, 30) : null, detect ? new RandomDetector(seed) : null, null);
        }

        ScriptedModel vlm() {
            return new ScriptedModel("random " + seed, new RandomScript(seed));
        }

        Judgement judge(Thresholds thresholds) {
            return new Judge(models(vlm()), constitution, thresholds, PriorStore.inMemory()).judge(image);
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void sharingPackingAndEarlyExitKeepTheVerdictOfAlgorithm1(@ForAll("cases") Case given) {
        ScriptedModel shared = given.vlm();
        ScriptedModel literal = given.vlm();

        Judgement fast = new Judge(given.models(shared), given.constitution(), Thresholds.PAPER, PriorStore.inMemory())
                .judge(given.image());
        Judgement slow =
                new LiteralJudge(given.models(literal), given.constitution(), Thresholds.PAPER).judge(given.image());

        assertThat(fast.outcome()).isEqualTo(slow.outcome());
        assertThat(fast.score()).isEqualTo(slow.score());
        assertThat(fast.error()).isEqualTo(slow.error());
        assertThat(evidence(fast)).isEqualTo(evidence(slow));
        assertThat(shared.openLooks()).isZero();
        assertThat(literal.openLooks()).isZero();
        assertThat(fast.usage().calls()).isLessThanOrEqualTo(slow.usage().calls());
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void bothModesReadACalibrationAlike(@ForAll("cases") Case given, @ForAll("calibrations") Calibration calibration) {
        Thresholds thresholds = Thresholds.PAPER.calibrated("learned", calibration);
        Judgement fast = given.judge(thresholds);
        Judgement slow =
                new LiteralJudge(given.models(given.vlm()), given.constitution(), thresholds).judge(given.image());

        assertThat(fast.outcome()).isEqualTo(slow.outcome());
        assertThat(fast.score()).isEqualTo(slow.score());
        assertThat(fast.error()).isEqualTo(slow.error());
        assertThat(evidence(fast)).isEqualTo(evidence(slow));
        assertThat(fast.score() >= 0.5).isEqualTo(fast.outcome() == ImageVerdict.Outcome.UNSAFE);
        for (StatementVerdict statement : statements(fast)) {
            assertThat(statement.score()).isBetween(0.0, 1.0);
            if (statement.outcome() == StatementVerdict.Outcome.FAILS
                    && calibration.reasoning() == Calibration.Reasoned.ONLY_FINDS) {
                assertThat(statement.by()).isIn(StatementVerdict.Step.TOKEN, StatementVerdict.Step.SHARED);
                double prior = Objects.requireNonNull(statement.prior());
                ScoreScale scale = thresholds.scaleFor(statement.statement(), prior);
                assertThat(scale.d(Objects.requireNonNull(statement.pYes()))).isLessThan(scale.alpha1());
            }
        }
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void aSurveyFindsTheScoresThatTheJudgeReads(@ForAll("cases") Case given) {
        Judgement judgement = given.judge(Thresholds.PAPER);
        StatementSurvey.Found found = new StatementSurvey(
                        given.models(given.vlm()), given.constitution(), Thresholds.PAPER, PriorStore.inMemory())
                .survey(given.image());

        assertThat(found.failure()).isNull();
        assertThat(found.scores().keySet()).isEqualTo(statements(given.constitution()));
        for (RuleVerdict rule : judgement.rules()) {
            assertThat(found.relevant().contains(rule.id()))
                    .isEqualTo(rule.outcome() != RuleVerdict.Outcome.NOT_RELEVANT);
            assertThat(found.cosines().get(rule.id())).isEqualTo(rule.relevance());
            for (PreconditionVerdict precondition : rule.preconditions()) {
                for (StatementVerdict statement : precondition.any()) {
                    assertThat(found.scores().entrySet())
                            .filteredOn(entry -> entry.getKey().text().equals(statement.statement()))
                            .anySatisfy(entry -> {
                                assertThat(entry.getValue().pYes()).isEqualTo(statement.pYes());
                                assertThat(entry.getValue().prior()).isEqualTo(statement.prior());
                            });
                }
            }
        }
    }

    @Provide
    Arbitrary<Calibration> calibrations() {
        Arbitrary<Double> bound = Arbitraries.doubles().between(-1, 1);
        Arbitrary<Calibration.OfStatement> ofStatement = Combinators.combine(
                        bound.injectNull(0.3),
                        bound.injectNull(0.3),
                        Arbitraries.doubles().between(-6, 6).injectNull(0.5))
                .as((one, other, shift) -> one != null && other != null
                        ? new Calibration.OfStatement(Math.min(one, other), Math.max(one, other), shift)
                        : new Calibration.OfStatement(one, other, shift));
        Arbitrary<String> texts =
                Arbitraries.of("a", "b", "c", "d", "e", "f", "g").map(letter -> letter + " is visible");
        return Combinators.combine(
                        Arbitraries.maps(texts, ofStatement).ofMaxSize(7),
                        Arbitraries.of(Calibration.Reasoned.values()))
                .as(Calibration::of);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void noStatementIsAskedTwiceOfTheSameView(@ForAll("cases") Case given) {
        ScriptedModel vlm = given.vlm();
        new Judge(given.models(vlm), given.constitution(), Thresholds.PAPER, PriorStore.inMemory())
                .judge(given.image());

        Map<String, Long> statements = statements(given.constitution()).stream()
                .collect(Collectors.groupingBy(Statement::text, Collectors.counting()));
        Map<String, Long> asked =
                vlm.asked().stream().collect(Collectors.groupingBy(text -> text, Collectors.counting()));
        asked.forEach((text, times) -> assertThat(times).isLessThanOrEqualTo(2 * statements.getOrDefault(text, 0L)));
        assertThat(vlm.packs()).allMatch(size -> size <= 8);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void scoresAndOutcomesAgree(@ForAll("cases") Case given) {
        Judgement judgement = given.judge(Thresholds.PAPER);

        assertThat(judgement.score() >= 0.5).isEqualTo(judgement.outcome() == ImageVerdict.Outcome.UNSAFE);
        assertThat(judgement.score())
                .isEqualTo(judgement.rules().stream()
                        .mapToDouble(RuleVerdict::score)
                        .max()
                        .orElseThrow());
        boolean undecided = false;
        for (RuleVerdict rule : judgement.rules()) {
            undecided |= rule.outcome() == RuleVerdict.Outcome.UNDECIDED;
            assertThat(rule.score()).isBetween(0.0, 1.0);
            assertThat(rule.score() >= 0.5).isEqualTo(rule.outcome() == RuleVerdict.Outcome.VIOLATED);
            for (PreconditionVerdict precondition : rule.preconditions()) {
                for (StatementVerdict statement : precondition.any()) {
                    assertThat(statement.score() >= 0.5)
                            .isEqualTo(statement.outcome() == StatementVerdict.Outcome.HOLDS);
                    assertThat(statement.cause() != null)
                            .isEqualTo(statement.outcome() == StatementVerdict.Outcome.UNDECIDED);
                }
            }
        }
        assertThat(judgement.error() != null).isEqualTo(undecided);
    }

    @Property(tries = TRIES, seed = "1", edgeCases = EdgeCasesMode.NONE)
    void theCasesReachEveryBranch(@ForAll("cases") Case given) {
        Judgement judgement = given.judge(Thresholds.PAPER);

        List<StatementVerdict> statements = statements(judgement);
        reached("image", judgement.outcome());
        for (RuleVerdict rule : judgement.rules()) {
            reached("rule", rule.outcome());
        }
        for (StatementVerdict statement : statements) {
            reached(statement.by().name(), statement.outcome());
            StatementVerdict.Region region = statement.region();
            if (region != null) {
                reached("cropped", region.cropped());
                reached("region asked", region.pWithout() != null);
            }
        }
        for (ImageVerdict.Outcome outcome : ImageVerdict.Outcome.values()) {
            require("image", outcome, 0.02);
        }
        for (RuleVerdict.Outcome outcome : RuleVerdict.Outcome.values()) {
            require("rule", outcome, 0.01);
        }
        for (StatementVerdict.Step step : StatementVerdict.Step.values()) {
            require(step.name(), StatementVerdict.Outcome.HOLDS, 0.02);
        }
        require("REASONING", StatementVerdict.Outcome.UNDECIDED, 0.02);
        require("REASONING", StatementVerdict.Outcome.FAILS, 0.02);
        require("TOKEN", StatementVerdict.Outcome.FAILS, 0.2);
        require("cropped", true, 0.02);
        require("region asked", true, 0.02);
    }

    private static void reached(String label, Object value) {
        Statistics.label(label).collect(value);
    }

    private static void require(String label, Object value, double share) {
        Statistics.label(label).coverage(coverage -> coverage.check(value).percentage(p -> p >= 100 * share));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void theOrderOfRulesDoesNotMatter(@ForAll("cases") Case given) {
        List<Rule> shuffled = new ArrayList<>(given.constitution().rules());
        Collections.shuffle(shuffled, new Random(given.seed()));
        Case other = new Case(
                new Constitution("test", 1, given.constitution().sha256(), shuffled),
                given.image(),
                given.seed(),
                given.scan(),
                given.detect());

        Judgement one = given.judge(Thresholds.PAPER);
        Judgement two = other.judge(Thresholds.PAPER);

        assertThat(two.outcome()).isEqualTo(one.outcome());
        assertThat(two.score()).isEqualTo(one.score());
        assertThat(new HashSet<>(evidence(two))).isEqualTo(new HashSet<>(evidence(one)));
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void aHigherRelevanceThresholdNeverFindsMoreViolations(@ForAll("cases") Case given) {
        Set<String> loose = violated(given.judge(Thresholds.PAPER.withRelevance(-0.3)));
        Set<String> strict = violated(given.judge(Thresholds.PAPER.withRelevance(0.3)));
        assertThat(loose).containsAll(strict);
    }

    @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
    void aFailureLeavesAVerdictUndecidedButNeverChangesIt(
            @ForAll("cases") Case given, @ForAll("faultRates") int oneIn) {
        Judgement whole = given.judge(Thresholds.PAPER);
        Faults faults = new Faults(new Random(given.seed() ^ oneIn), oneIn);
        ScriptedModel vlm = new ScriptedModel("random " + given.seed(), faults.on(new RandomScript(given.seed())));
        JudgeModels models = given.models(vlm);
        JudgeModels faulty = new JudgeModels(
                vlm,
                models.encoder() == null ? null : faults.on(models.encoder()),
                models.detector() == null ? null : faults.on(models.detector()),
                null);

        Judgement broken =
                new Judge(faulty, given.constitution(), Thresholds.PAPER, PriorStore.inMemory()).judge(given.image());

        assertThat(broken.outcome()).isIn(whole.outcome(), ImageVerdict.Outcome.UNDECIDED);
        for (int i = 0; i < whole.rules().size(); i++) {
            RuleVerdict.Outcome expected = whole.rules().get(i).outcome();
            RuleVerdict.Outcome actual = broken.rules().get(i).outcome();
            if (expected == RuleVerdict.Outcome.NOT_RELEVANT) {
                assertThat(actual).isNotEqualTo(RuleVerdict.Outcome.VIOLATED);
            } else {
                assertThat(actual).isIn(expected, RuleVerdict.Outcome.UNDECIDED);
            }
        }
        assertThat(vlm.openLooks()).isZero();
    }

    @Provide
    Arbitrary<Integer> faultRates() {
        return Arbitraries.of(2, 5, 20);
    }

    @Provide
    Arbitrary<Case> cases() {
        Arbitrary<List<String>> objects =
                Arbitraries.of("child", "weapon", "dog").list().uniqueElements().ofMaxSize(2);
        Arbitrary<Statement> statement = Combinators.combine(
                        Arbitraries.of("a", "b", "c", "d", "e", "f", "g").map(letter -> letter + " is visible"),
                        objects)
                .as(Statement::new);
        Arbitrary<Precondition> precondition =
                statement.list().ofMinSize(1).ofMaxSize(3).map(Precondition::new);
        Arbitrary<Constitution> constitution = precondition
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(SameVerdictPropertyTest::constitution);
        Arbitrary<RgbImage> image = Combinators.combine(
                        Arbitraries.integers().between(0, 1_000_000),
                        Arbitraries.of(1, 7, 40, 61),
                        Arbitraries.of(1, 33, 48))
                .as(TestImages::drawn);
        return Combinators.combine(
                        constitution,
                        image,
                        Arbitraries.longs(),
                        Arbitraries.of(true, true, false),
                        Arbitraries.of(true, true, false))
                .as(Case::new);
    }

    private static Constitution constitution(List<List<Precondition>> chains) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < chains.size(); i++) {
            String text = i % 2 == 0 ? "Rule " + i : "Rule " + i + ", which is longer than the encoder's limit";
            rules.add(new Rule("rule-" + i, text, text, List.of(), chains.get(i)));
        }
        return new Constitution("test", 1, "0".repeat(64), rules);
    }

    private static List<StatementVerdict> statements(Judgement judgement) {
        return judgement.rules().stream()
                .flatMap(rule -> rule.preconditions().stream())
                .flatMap(precondition -> precondition.any().stream())
                .toList();
    }

    private static Set<Statement> statements(Constitution constitution) {
        return constitution.rules().stream()
                .flatMap(rule -> rule.preconditions().stream())
                .flatMap(precondition -> precondition.any().stream())
                .collect(Collectors.toSet());
    }

    private static Set<String> violated(Judgement judgement) {
        return judgement.rules().stream()
                .filter(rule -> rule.outcome() == RuleVerdict.Outcome.VIOLATED)
                .map(RuleVerdict::id)
                .collect(Collectors.toSet());
    }

    /** The rules' verdicts and evidence, but for who shared with whom. */
    private static List<RuleVerdict> evidence(Judgement judgement) {
        return judgement.rules().stream()
                .map(rule -> new RuleVerdict(
                        rule.id(),
                        rule.outcome(),
                        rule.score(),
                        rule.relevance(),
                        rule.preconditions().stream()
                                .map(precondition -> new PreconditionVerdict(
                                        precondition.outcome(),
                                        precondition.any().stream()
                                                .map(StatementVerdict::shared)
                                                .toList()))
                                .toList(),
                        rule.cause()))
                .toList();
    }

    /** Throws at random calls. */
    private record Faults(Random random, int oneIn) {

        void maybe() {
            if (random.nextInt(oneIn) == 0) {
                throw switch (random.nextInt(3)) {
                    case 0 -> new ModelUnavailableException("busy; try again");
                    case 1 -> new ModelUnfitException("not a number; repair the model");
                    default -> new IllegalStateException("a defect of the engine");
                };
            }
        }

        ScriptedModel.Script on(ScriptedModel.Script script) {
            return new ScriptedModel.Script() {
                @Override
                public AnswerProbability answer(@Nullable RgbImage image, Question question) {
                    maybe();
                    return script.answer(image, question);
                }

                @Override
                public String say(@Nullable RgbImage image, List<Turn> dialogue) {
                    maybe();
                    return script.say(image, dialogue);
                }

                @Override
                public void opening(@Nullable RgbImage image) {
                    maybe();
                }
            };
        }

        ObjectDetector on(ObjectDetector detector) {
            return new ObjectDetector() {
                @Override
                public ModelIdentity identity() {
                    return detector.identity();
                }

                @Override
                public List<Detection> detect(RgbImage image, List<String> objects) {
                    maybe();
                    return detector.detect(image, objects);
                }

                @Override
                public OptionalDouble smallRegion() {
                    return detector.smallRegion();
                }

                @Override
                public void close() {}
            };
        }

        ImageTextEncoder on(ImageTextEncoder encoder) {
            return new ImageTextEncoder() {
                @Override
                public ModelIdentity identity() {
                    return encoder.identity();
                }

                @Override
                public List<float[]> embedImage(RgbImage image) {
                    maybe();
                    return encoder.embedImage(image);
                }

                @Override
                public List<float[]> embedTexts(List<String> texts) {
                    maybe();
                    return encoder.embedTexts(texts);
                }

                @Override
                public boolean fits(String text) {
                    return encoder.fits(text);
                }

                @Override
                public OptionalDouble relevanceThreshold() {
                    return encoder.relevanceThreshold();
                }

                @Override
                public void close() {}
            };
        }
    }
}
