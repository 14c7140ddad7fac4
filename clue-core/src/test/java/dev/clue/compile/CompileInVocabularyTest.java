package dev.clue.compile;

import static dev.clue.compile.Compiled.empty;
import static dev.clue.compile.Compiled.entry;
import static dev.clue.compile.Compiled.findings;
import static dev.clue.compile.Compiled.source;
import static dev.clue.compile.Compiled.statements;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.compile.ScriptedTextModel.Policies;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.Vocabulary;
import dev.clue.model.TextRequest;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compiling for a model that knows few words. */
class CompileInVocabularyTest {

    private static final Vocabulary WORDS = new Vocabulary(
            "small",
            "5".repeat(64),
            "drawn scenes",
            List.of("knife", "hand", "blade"),
            Map.of("weapon", List.of("knife")),
            Map.of("knife", List.of("dagger {rule}")),
            List.of("it is night"),
            List.of("a X is visible", "the X of a Y touches a Z"));

    private static final Set<Step> WRITING = EnumSet.of(Step.REVISION, Step.PRECONDITIONS, Step.OBJECTS);

    @TempDir
    Path folder = Path.of("");

    private static CompileResult compile(ScriptedTextModel model, @Nullable Vocabulary vocabulary) {
        return compile(model, vocabulary, source(Map.of("knives", Policies.KNIVES)), empty());
    }

    private static CompileResult compile(
            ScriptedTextModel model, @Nullable Vocabulary vocabulary, ConstitutionSource source, LockFile lock) {
        return new PolicyCompiler(model, CompileSettings.DEFAULT, vocabulary, "0.1.0", 1)
                .compile(source, CompilePlan.of(source, lock, id -> false), CompileListener.NONE);
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void thePromptsThatWriteHaveItAndNoOthers(Step step) {
        ScriptedTextModel model = new ScriptedTextModel();
        compile(model, WORDS);
        if (WRITING.contains(step)) {
            assertThat(model.asked(step))
                    .isNotEmpty()
                    .allSatisfy(prompt -> assertThat(prompt)
                            .contains("Its pictures: drawn scenes\n")
                            .contains("knife (dagger {rule}), hand, blade\n")
                            .contains("\n- weapon: knife\n")
                            .contains("\n- it is night\n")
                            .contains("\n- a X is visible\n- the X of a Y touches a Z\n"));
        } else {
            assertThat(model.asked(step))
                    .allSatisfy(prompt -> assertThat(prompt).doesNotContain("weapon"));
        }
    }

    /** Else no recorded answer would be found any more. */
    @Test
    void thePromptsAreTheOldOnesButForTheBlock() {
        ScriptedTextModel with = new ScriptedTextModel();
        ScriptedTextModel without = new ScriptedTextModel();
        compile(with, WORDS);
        Compiled.run(without, Map.of("knives", Policies.KNIVES));
        assertThat(with.asked().stream().map(CompileInVocabularyTest::withoutBlock))
                .containsExactlyElementsOf(without.asked().stream()
                        .map(CompileInVocabularyTest::text)
                        .toList());
    }

    private static String text(TextRequest request) {
        return request.dialogue().getFirst().text();
    }

    private static String withoutBlock(TextRequest request) {
        return text(request).replaceFirst("(?s)Whoever checks is not a person.*need not keep to that\\.\\)\n\n", "");
    }

    @Test
    void whatIsAskedAgainHasItToo() {
        ScriptedTextModel model = new ScriptedTextModel().to(Step.PRECONDITIONS, "no idea");
        compile(model, WORDS);
        List<TextRequest> again = model.asked().stream()
                .filter(request -> request.dialogue().size() > 1)
                .toList();
        assertThat(again)
                .hasSize(2)
                .allSatisfy(request -> assertThat(text(request)).contains("- weapon: knife"));
    }

    @Test
    void aChainInOtherWordsIsObjectedToOnceAndTheBetterOneTaken() {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "An earlier attempt was",
                        Step.PRECONDITIONS,
                        request -> ScriptedTextModel.finished(ScriptedTextModel.preconditions(List.of(
                                List.of("a knife is visible"), List.of("the blade of a knife touches a hand")))))
                .to(
                        Step.PRECONDITIONS,
                        ScriptedTextModel.preconditions(List.of(
                                List.of("a cleaver is visible"), List.of("the blade of a knife touches a hand"))))
                .to(Step.OBJECTS, "{\"objects\": [[\"machete\"], []]}");
        LockEntry entry = entry(compile(model, WORDS), "knives");
        assertThat(model.asked(Step.PRECONDITIONS).getLast())
                .contains("- \"a cleaver is visible\" has words that are not in the vocabulary small: cleaver");
        assertThat(statements(entry)).containsExactly("a knife is visible", "the blade of a knife touches a hand");
        assertThat(findings(entry))
                .contains(
                        "vocabulary WARNING: \"machete\", an object of \"a knife is visible\", has words that are not in"
                                + " the vocabulary small: machete");
    }

    @Test
    void aWarningStaysWhereNoChainIsBetter() {
        ScriptedTextModel model = new ScriptedTextModel()
                .to(
                        Step.PRECONDITIONS,
                        ScriptedTextModel.preconditions(List.of(
                                List.of("a knife is visible"), List.of("the cutting edge of a knife touches a hand"))));
        CompileResult result = compile(model, WORDS);
        assertThat(findings(entry(result, "knives")))
                .contains(
                        "vocabulary WARNING: \"the cutting edge of a knife touches a hand\" has words that are not in the"
                                + " vocabulary small: cutting, edge");
        assertThat(model.asked(Step.PRECONDITIONS)).hasSize(2);
    }

    /** Unknown words are warnings: however many there are, a chain that is wrong is no better. */
    @Test
    void aWrongChainInKnownWordsIsNotTakenForASoundOneInOthers() {
        Vocabulary hands = new Vocabulary(
                "hands",
                "5".repeat(64),
                "drawn scenes",
                List.of("hand"),
                Map.of(),
                Map.of(),
                List.of(),
                List.of("a X is visible"));
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout(
                        "An earlier attempt was",
                        Step.PRECONDITIONS,
                        request -> ScriptedTextModel.finished(
                                ScriptedTextModel.preconditions(List.of(List.of("a hand is visible")))));
        LockEntry entry = entry(compile(model, hands), "knives");
        assertThat(model.asked(Step.PRECONDITIONS)).hasSize(2);
        assertThat(statements(entry)).containsExactly("a knife is visible", "the blade of a knife touches a hand");
    }

    /** What the rule calls booze may be an alcoholic drink. */
    @Test
    void aChainNeedHaveNoWordOfTheRule() {
        String chain = ScriptedTextModel.preconditions(List.of(List.of("a hand is visible")));
        ScriptedTextModel model =
                new ScriptedTextModel().to(Step.PRECONDITIONS, chain).to(Step.OBJECTS, "{\"objects\": [[]]}");
        ConstitutionSource dogs = source(Map.of("dogs", Policies.DOGS));
        assertThat(compile(model, WORDS, dogs, empty()).outcomes(RuleOutcome.Compiled.class))
                .hasSize(1);
        assertThat(compile(model, null, dogs, empty()).outcomes(RuleOutcome.Failed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.why()).contains("about something else"));
    }

    @Test
    void theLockSaysWhichAndIsReadBack() {
        LockFile lock = compile(new ScriptedTextModel(), WORDS).lock();
        assertThat(lock.rules().getFirst().compiledBy().vocabulary()).isEqualTo("small");
        assertThat(lock.rules().getFirst().compiledBy().vocabularySha256()).isEqualTo("5".repeat(64));
        Path file = folder.resolve("x.clue.lock.yaml");
        lock.write(file);
        assertThat(LockFile.read(file)).isEqualTo(lock);
        LockFile any = Compiled.run(new ScriptedTextModel(), Map.of("knives", Policies.KNIVES))
                .lock();
        assertThat(any.toYaml()).doesNotContain("vocabulary");
    }

    @Test
    void anotherVocabularyMakesNoEntryStale() {
        ScriptedTextModel model = new ScriptedTextModel();
        ConstitutionSource knives = source(Map.of("knives", Policies.KNIVES));
        LockFile lock = compile(new ScriptedTextModel(), WORDS).lock();
        assertThat(compile(model, null, knives, lock).outcomes(RuleOutcome.UpToDate.class))
                .hasSize(1);
        assertThat(model.asked()).isEmpty();
    }
}
