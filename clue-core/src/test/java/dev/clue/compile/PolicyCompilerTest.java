package dev.clue.compile;

import static dev.clue.compile.Compiled.ALL;
import static dev.clue.compile.Compiled.entry;
import static dev.clue.compile.Compiled.findings;
import static dev.clue.compile.Compiled.run;
import static dev.clue.compile.Compiled.source;
import static dev.clue.compile.Compiled.statements;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.compile.ScriptedTextModel.Policies;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a good model's work becomes, and that no other model's work becomes anything unnoticed. */
class PolicyCompilerTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aRuleBecomesObjectiveAndAChainWithObjects() {
        CompileResult result = run(new ScriptedTextModel(), ALL);
        LockEntry knives = entry(result, "knives");
        assertThat(knives.history()).extracting(Attempt::score).containsExactly(4, 9);
        assertThat(knives.objectified()).isEqualTo("A picture must not show a knife whose blade touches a hand.");
        assertThat(knives.preconditions())
                .containsExactly(
                        new Precondition(List.of(new Statement("a knife is visible", List.of("knife")))),
                        new Precondition(List.of(new Statement(
                                "the blade of a knife touches a hand", List.of("blade", "hand", "knife")))));
        assertThat(knives.findings()).isEmpty();
        assertThat(knives.compiledBy().model()).isEqualTo("scripted");
        assertThat(knives.compiledBy().modelSha256()).isEqualTo("ab".repeat(32));
        assertThat(knives.compiledBy().prompts()).isEqualTo(CompilePrompts.VERSION);
        assertThat(knives.compiledBy().clue()).isEqualTo("0.1.0");
        assertThat(knives.isEditedByHand()).isFalse();
        assertThat(entry(result, "scooters").preconditions().getFirst().any()).hasSize(2);
        assertThat(result.outcomes())
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(RuleOutcome.Compiled.class));
        assertThat(result.usage().calls())
                .isEqualTo(result.usage().inputTokens() / 10)
                .isPositive();
    }

    @Test
    void rulesCompiledTogetherComeOutTheSame() {
        LockFile together = new PolicyCompiler(new ScriptedTextModel(), CompileSettings.DEFAULT, null, "0.1.0", 3)
                .compile(source(ALL), CompilePlan.of(source(ALL), Compiled.empty(), id -> false), CompileListener.NONE)
                .lock();
        assertThat(together).isEqualTo(run(new ScriptedTextModel(), ALL).lock());
    }

    @Test
    void anObjectiveFormOfTheAuthorIsRatedAndLeft() {
        ScriptedTextModel model = new ScriptedTextModel();
        SourceRule rule = new SourceRule("knives", Policies.KNIVES, "No dangerous knife.", List.of(), List.of(), 1, 1);
        ConstitutionSource source = new ConstitutionSource("tests", 1, List.of(rule));
        LockEntry entry = entry(run(model, source, Compiled.empty(), CompileListener.NONE), "knives");
        assertThat(entry.objectified()).isEqualTo("No dangerous knife.");
        assertThat(model.asked(Step.REVISION)).isEmpty();
        assertThat(findings(entry))
                .singleElement()
                .asString()
                .startsWith("objectiveness WARNING: the best version is rated 4");
    }

    @Test
    void theBestVersionIsKeptWhenTheAttemptsRunOut() {
        List<String> versions = new ArrayList<>(List.of("dangerous knife one", "knife two", "dangerous knife three"));
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "",
                        Step.REVISION,
                        request -> ScriptedTextModel.finished("{\"rule\": \"" + versions.removeFirst() + "\"}"))
                .toThoseAbout(
                        "knife two",
                        Step.OBJECTIVENESS,
                        request -> ScriptedTextModel.finished("{\"explanation\": \"nearly\", \"score\": \"7/10\"}"));
        LockEntry entry = entry(run(model, Map.of("knives", Policies.KNIVES)), "knives");
        assertThat(entry.history()).extracting(Attempt::score).containsExactly(4, 4, 7, 4);
        assertThat(entry.objectified()).isEqualTo("knife two");
        assertThat(findings(entry))
                .contains("objectiveness WARNING: the best version is rated 7 of 10, below 9: nearly");
    }

    @Test
    void aModelThatCallsEverythingAverageIsRefusedBeforeAnyRule() {
        List<RuleOutcome> finished = new ArrayList<>();
        ScriptedTextModel model =
                new ScriptedTextModel().to(Step.OBJECTIVENESS, "{\"explanation\": \"fine\", \"score\": 5}");
        assertThatThrownBy(() -> run(model, source(ALL), Compiled.empty(), (outcome, lock) -> finished.add(outcome)))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("scripted cannot compile rules")
                .hasMessageContaining("5 of 10")
                .hasMessageContaining("nothing was compiled")
                .hasMessageContaining("--text-model");
        assertThat(finished).isEmpty();
        assertThat(model.asked(Step.PRECONDITIONS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "no", "unclear", "impossible"})
    void aModelThatSaysTheSameOfEveryPictureIsRefused(String always) {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "",
                        Step.CASES,
                        request -> ScriptedTextModel.finished(ScriptedTextModel.judged(
                                ScriptedTextModel.pictures(
                                                request.dialogue().getFirst().text())
                                        .stream()
                                        .map(picture -> always)
                                        .toList())));
        assertThatThrownBy(() -> run(model, ALL))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("it says " + always + " and not ")
                .hasMessageContaining("of this picture: True: ");
        assertThat(model.asked(Step.PRECONDITIONS)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"unclear, no", "impossible, no", "yes, unclear", "yes, impossible"})
    void aModelThatCannotSayWhatOneOfTheControlPicturesIsIsRefused(String ofTheBreaking, String ofTheOthers) {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "",
                        Step.CASES,
                        request -> ScriptedTextModel.finished(ScriptedTextModel.judged(
                                ScriptedTextModel.pictures(
                                                request.dialogue().getFirst().text())
                                        .stream()
                                        .map(picture -> picture.contains("Not true") ? ofTheOthers : ofTheBreaking)
                                        .toList())));
        assertThatThrownBy(() -> run(model, ALL))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("of this picture: True: ");
    }

    @ParameterizedTest
    @EnumSource(BadAnswer.class)
    void aModelThatAnswersNothingOfUseIsRefusedAtTheFirstQuestion(BadAnswer bad) {
        ScriptedTextModel model = new ScriptedTextModel();
        for (Step step : Step.values()) {
            model.toThoseAbout("", step, request -> bad.answer());
        }
        assertThatThrownBy(() -> run(model, ALL))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining(
                        "a plain question about objectiveness has no usable answer: of 3 answers the last")
                .hasMessageContaining("nothing was compiled");
        assertThat(model.asked()).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(BadAnswer.class)
    void aRuleWhoseChainIsBadFailsAlone(BadAnswer bad) {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout("Rule: " + Policies.DOGS, Step.PRECONDITIONS, request -> bad.answer());
        CompileResult result = run(model, ALL);
        assertThat(result.outcomes(RuleOutcome.Failed.class)).singleElement().satisfies(failed -> {
            assertThat(failed.ruleId()).isEqualTo("dogs");
            assertThat(failed.reason()).isEqualTo(RuleOutcome.Reason.ANSWERS);
            assertThat(failed.why()).startsWith("preconditions: of 3 answers the last cannot be used: " + bad.why());
        });
        assertThat(result.lock().entry("dogs")).isEmpty();
        assertThat(result.outcomes(RuleOutcome.Compiled.class)).hasSize(2);
        assertThat(model.asked(Step.PRECONDITIONS).stream()
                        .filter(prompt -> prompt.contains("cannot be used: " + bad.why())))
                .hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(BadAnswer.class)
    void aBadAnswerIsForgottenWhenTheNextIsGood(BadAnswer bad) {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "Rule: " + Policies.DOGS,
                        Step.PRECONDITIONS,
                        request -> request.dialogue().size() == 1
                                ? bad.answer()
                                : ScriptedTextModel.finished(ScriptedTextModel.preconditions(Policies.chainOf("dog"))));
        assertThat(run(model, ALL).lock())
                .isEqualTo(run(new ScriptedTextModel(), ALL).lock());
    }

    /** Whatever comes back, the lock can be written, and reads as it was. */
    @ParameterizedTest
    @EnumSource(BadAnswer.class)
    void aCheckThatCannotBeMadeIsAnError(BadAnswer bad) {
        for (Step step : List.of(Step.CASES, Step.STATEMENTS, Step.BORDER)) {
            ScriptedTextModel model = new ScriptedTextModel().toThoseAbout("dog", step, request -> bad.answer());
            CompileResult result = run(model, Map.of("dogs", Policies.DOGS));
            assertThat(findings(entry(result, "dogs")))
                    .singleElement()
                    .asString()
                    .startsWith(step.key() + " ERROR: not checked: of 3 answers the last cannot be used: ");
            assertReadsBack(result.lock());
        }
    }

    @ParameterizedTest
    @EnumSource(BadAnswer.class)
    void badAnswersToOtherStepsAreNeverTaken(BadAnswer bad) {
        CompileResult objects =
                run(new ScriptedTextModel().toThoseAbout("dog is", Step.OBJECTS, request -> bad.answer()), ALL);
        assertThat(objects.outcomes(RuleOutcome.Failed.class))
                .extracting(RuleOutcome::ruleId)
                .containsExactly("dogs");

        CompileResult scores = run(
                new ScriptedTextModel().toThoseAbout(Policies.DOGS, Step.OBJECTIVENESS, request -> bad.answer()), ALL);
        assertThat(scores.outcomes(RuleOutcome.Failed.class))
                .extracting(RuleOutcome::ruleId)
                .containsExactly("dogs");

        CompileResult revisions =
                run(new ScriptedTextModel().toThoseAbout("", Step.REVISION, request -> bad.answer()), ALL);
        assertThat(findings(entry(revisions, "knives")))
                .anyMatch(
                        finding -> finding.startsWith("objectiveness ERROR: the best version is rated 4 of 10, below 9;"
                                + " there is no further one, because revision: "));
        assertReadsBack(revisions.lock());

        CompileResult sharing = run(new ScriptedTextModel().toThoseAbout("", Step.SAME, request -> bad.answer()), ALL);
        assertThat(sharing.notes()).singleElement().asString().contains("were not looked for");
        assertThat(sharing.lock()).isEqualTo(run(new ScriptedTextModel(), ALL).lock());
    }

    @Test
    void aModelThatRepeatsItselfInRevisionIsStopped() {
        ScriptedTextModel model = new ScriptedTextModel().to(Step.REVISION, "{\"rule\": \"" + Policies.KNIVES + "\"}");
        LockEntry entry = entry(run(model, Map.of("knives", Policies.KNIVES)), "knives");
        assertThat(entry.objectified()).isEqualTo(Policies.KNIVES);
        assertThat(findings(entry)).singleElement().asString().contains("it repeats version 1");
    }

    @Test
    void aRuleForWhichTheModelFailsCostsNoOtherAnything() {
        for (boolean unfit : new boolean[] {false, true}) {
            ScriptedTextModel model = new ScriptedTextModel()
                    .toThoseAbout(Policies.DOGS, Step.OBJECTIVENESS, request -> {
                        throw unfit
                                ? new ModelUnfitException("too long for it")
                                : new ModelUnavailableException("it is busy");
                    });
            CompileResult result = run(model, ALL);
            assertThat(result.outcomes(RuleOutcome.Failed.class))
                    .containsExactly(new RuleOutcome.Failed(
                            "dogs",
                            unfit ? "too long for it" : "it is busy",
                            unfit ? RuleOutcome.Reason.UNFIT : RuleOutcome.Reason.UNAVAILABLE));
            assertThat(result.outcomes(RuleOutcome.Compiled.class)).hasSize(2);
        }
    }

    @Test
    void aModelThatIsNotThereIsNotAskedAboutEachRule() {
        ScriptedTextModel model = new ScriptedTextModel().toThoseAbout("", Step.OBJECTIVENESS, request -> {
            throw new ModelUnavailableException("connection refused");
        });
        assertThatThrownBy(() -> run(model, ALL)).isInstanceOf(ModelUnavailableException.class);
        assertThat(model.asked(Step.OBJECTIVENESS)).noneMatch(prompt -> prompt.contains(Policies.DOGS));
    }

    @Test
    void aModelThatIsGoneAtTheEndLosesNothing() {
        ScriptedTextModel model = new ScriptedTextModel().toThoseAbout("", Step.SAME, request -> {
            throw new ModelUnavailableException("connection refused");
        });
        CompileResult result = run(model, ALL);
        assertThat(result.modelFailed()).isTrue();
        assertThat(result.notes()).singleElement().asString().contains("connection refused");
        assertThat(result.lock()).isEqualTo(run(new ScriptedTextModel(), ALL).lock());
    }

    private void assertReadsBack(LockFile lock) {
        Path file = folder.resolve("tests.clue.lock.yaml");
        lock.write(file);
        assertThat(LockFile.read(file)).isEqualTo(lock);
    }

    @Test
    void statementsOfAFailedRuleAreNotInTheLock() {
        ScriptedTextModel model = new ScriptedTextModel().to(Step.OBJECTS, "no");
        CompileResult result = run(model, ALL);
        assertThat(result.lock().rules()).isEmpty();
        assertThat(result.outcomes(RuleOutcome.Failed.class)).hasSize(3);
    }

    @Test
    void whatIsSaidOfAStatementIsKeptWithIt() {
        assertThat(statements(entry(run(new ScriptedTextModel(), ALL), "dogs")))
                .containsExactly("a dog is visible", "no lead is on the dog");
    }
}
