package dev.clue.compile;

import static dev.clue.compile.Compiled.ALL;
import static dev.clue.compile.Compiled.empty;
import static dev.clue.compile.Compiled.entry;
import static dev.clue.compile.Compiled.run;
import static dev.clue.compile.Compiled.source;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.compile.ScriptedTextModel.Policies;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import dev.clue.error.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Only what changed is compiled again, what people wrote stays, and nothing that is finished is lost. */
class IncrementalCompileTest {

    private final LockFile first = run(new ScriptedTextModel(), ALL).lock();

    @Test
    void nothingIsAskedWhereNothingChanged() {
        ScriptedTextModel model = new ScriptedTextModel();
        CompileResult result = run(model, source(ALL), first, CompileListener.NONE);
        assertThat(model.asked()).isEmpty();
        assertThat(result.lock()).isEqualTo(first);
        assertThat(result.outcomes(RuleOutcome.UpToDate.class)).hasSize(3);
        assertThat(PolicyCompiler.keep(source(ALL), CompilePlan.of(source(ALL), first, id -> false))
                        .lock())
                .isEqualTo(first);
    }

    @Test
    void onlyTheRuleThatChangedIsCompiled() {
        ScriptedTextModel model = new ScriptedTextModel();
        CompileResult result =
                run(model, source(changed("dogs", "Each dog is on a lead.")), first, CompileListener.NONE);
        assertThat(model.asked(Step.PRECONDITIONS)).singleElement().asString().contains("Each dog is on a lead.");
        assertThat(result.outcomes(RuleOutcome.Compiled.class))
                .extracting(RuleOutcome::ruleId)
                .containsExactly("dogs");
        assertThat(entry(result, "dogs").sourceSha256())
                .isNotEqualTo(first.entry("dogs").orElseThrow().sourceSha256());
        assertThat(entry(result, "knives")).isEqualTo(first.entry("knives").orElseThrow());
    }

    @Test
    void ofARuleThatChangedAndFailsTheOldEntryStaysAndIsStale() {
        ScriptedTextModel model = new ScriptedTextModel()
                .toThoseAbout("Each dog", Step.PRECONDITIONS, request -> BadAnswer.EMPTY.answer());
        ConstitutionSource source = source(changed("dogs", "Each dog is on a lead."));
        CompileResult result = run(model, source, first, CompileListener.NONE);
        assertThat(result.lock()).isEqualTo(first);
        assertThat(CompilePlan.of(source, result.lock(), id -> false).steps())
                .filteredOn(step -> step.action().isStale())
                .extracting(step -> step.rule().id())
                .containsExactly("dogs");
    }

    @Test
    void whatAPersonEditedIsKeptAndMarked() {
        LockFile edited = edited("dogs", false);
        ScriptedTextModel model = new ScriptedTextModel();
        CompileResult result = run(model, source(ALL), edited, CompileListener.NONE);
        assertThat(model.asked()).isEmpty();
        assertThat(entry(result, "dogs").edited()).isTrue();
        assertThat(entry(result, "dogs").preconditions())
                .isEqualTo(edited.entry("dogs").orElseThrow().preconditions());
        assertThat(result.outcomes(RuleOutcome.Edited.class))
                .extracting(RuleOutcome::ruleId)
                .containsExactly("dogs");
        // Marked once, it stays so, whatever is compiled around it.
        CompileResult next =
                run(model, source(changed("knives", "Never a knife.")), result.lock(), CompileListener.NONE);
        assertThat(entry(next, "dogs")).isEqualTo(entry(result, "dogs"));
    }

    @Test
    void anEditedRuleThatChangesIsLeftToAPerson() {
        ScriptedTextModel model = new ScriptedTextModel();
        CompileResult result = run(
                model, source(changed("dogs", "Each dog is on a lead.")), edited("dogs", false), CompileListener.NONE);
        assertThat(model.asked()).isEmpty();
        assertThat(result.outcomes(RuleOutcome.EditedAndStale.class)).hasSize(1);
        assertThat(entry(result, "dogs").preconditions())
                .isEqualTo(edited("dogs", false).entry("dogs").orElseThrow().preconditions());
    }

    @Test
    void anEditedRuleIsReplacedWhereTheUserSaysSo() {
        CompileResult result = run(
                new ScriptedTextModel(),
                source(ALL),
                edited("dogs", true),
                id -> id.equals("dogs"),
                CompileListener.NONE);
        assertThat(result.lock()).isEqualTo(first);
    }

    @Test
    void entriesWithoutARuleGoUnlessAPersonEditedThem() {
        Map<String, String> fewer = Map.of("knives", Policies.KNIVES);
        CompileResult result = run(new ScriptedTextModel(), source(fewer), edited("dogs", false), CompileListener.NONE);
        assertThat(result.lock().rules()).extracting(LockEntry::ruleId).containsExactly("knives", "dogs");
        assertThat(entry(result, "dogs").edited()).isTrue();
        assertThat(CompilePlan.of(source(fewer), first, id -> false).dropped()).containsExactly("dogs", "scooters");
    }

    @Test
    void aRuleWithPreconditionsOfItsOwnIsNotCompiled() {
        SourceRule byHand = new SourceRule(
                "dogs",
                Policies.DOGS,
                null,
                List.of(),
                List.of(new Precondition(List.of(new Statement("a dog runs free", List.of("dog"))))),
                1,
                1);
        ScriptedTextModel model = new ScriptedTextModel();
        CompileResult result =
                run(model, new ConstitutionSource("tests", 1, List.of(byHand)), first, CompileListener.NONE);
        assertThat(model.asked()).isEmpty();
        assertThat(result.lock().rules()).isEmpty();
        assertThat(result.outcomes()).containsExactly(new RuleOutcome.Handwritten("dogs"));
    }

    @Test
    void aStoppedRunLosesNothingAndTheNextGoesOn() {
        Keeping keeping = new Keeping();
        CompileResult stopped = run(new ScriptedTextModel(), source(ALL), empty(), keeping);
        assertThat(keeping.lock.rules()).extracting(LockEntry::ruleId).containsExactly("dogs");
        assertThat(stopped.lock()).isEqualTo(keeping.lock);
        assertThat(stopped.outcomes(RuleOutcome.NotReached.class))
                .extracting(RuleOutcome::ruleId)
                .containsExactly("knives", "scooters");

        ScriptedTextModel model = new ScriptedTextModel();
        assertThat(run(model, source(ALL), keeping.lock, CompileListener.NONE).lock())
                .isEqualTo(first);
        assertThat(model.asked(Step.PRECONDITIONS)).hasSize(2);
    }

    @Test
    void whatIsFinishedBeforeADiskIsFullIsThere() {
        List<LockFile> written = new ArrayList<>();
        IllegalStateException full = new IllegalStateException("no space left");
        try {
            run(new ScriptedTextModel(), source(ALL), empty(), (outcome, lock) -> {
                if (!written.isEmpty()) {
                    throw full;
                }
                written.add(lock);
            });
        } catch (IllegalStateException e) {
            assertThat(e).isSameAs(full);
        }
        assertThat(written)
                .singleElement()
                .satisfies(lock -> assertThat(lock.rules()).hasSize(1));
    }

    @Test
    void aFolderThatIsNotThereIsSaidBeforeAnythingIsAsked() {
        Path file = Path.of("no", "such", "folder", "x.clue.lock.yaml");
        assertThatThrownBy(() -> LockFile.requireWritable(file))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file + " cannot be written: no such file or folder");
    }

    /** Keeps what is finished, and stops after the first rule. */
    private static final class Keeping implements CompileListener {

        private LockFile lock = empty();
        private boolean begun;
        private boolean stop;

        @Override
        public synchronized void begins() {
            begun = true;
        }

        @Override
        public synchronized void finished(RuleOutcome outcome, LockFile now) {
            if (outcome instanceof RuleOutcome.Compiled) {
                lock = now;
            }
        }

        /** Asked during the control questions, and before each rule. */
        @Override
        public synchronized boolean stopped() {
            boolean now = stop;
            stop = begun;
            return now;
        }
    }

    private LockFile edited(String id, boolean marked) {
        List<LockEntry> entries = new ArrayList<>();
        for (LockEntry entry : first.rules()) {
            entries.add(
                    entry.ruleId().equals(id)
                            ? new LockEntry(
                                    id,
                                    entry.sourceSha256(),
                                    entry.objectified(),
                                    entry.history(),
                                    List.of(new Precondition(
                                            List.of(new Statement("a dog runs free", List.of("dog"))))),
                                    entry.findings(),
                                    entry.compiledBy(),
                                    marked)
                            : entry);
        }
        return new LockFile(first.constitution(), entries);
    }

    private static Map<String, String> changed(String id, String text) {
        Map<String, String> rules = new HashMap<>(ALL);
        rules.put(id, text);
        return rules;
    }
}
