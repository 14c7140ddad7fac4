package dev.clue.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.Vocabulary;
import dev.clue.recording.ReplayingTextModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The benchmark's rules as people write them, compiled in the words of the bundled model with recorded answers. They were
 * written from the rendered prompts alone, so this shows prompts and plumbing, and nothing of any named model.
 */
class RecordedInVocabularyTest {

    private static final Path RULES =
            Path.of("..", "training", "pictosafe", "rules", "as-written", "pictosafe-as-written.clue.yaml");
    private static final Path ANSWERS =
            Path.of("src", "test", "resources", "dev", "clue", "compile", "pictosafe-in-vocabulary.answers.jsonl");
    private static final Path WORDS = Path.of(
            "..", "clue-models", "src", "main", "resources", "dev", "clue", "models", "pictogram", Vocabulary.FILE);

    private static ConstitutionSource source = new ConstitutionSource("none", 1, List.of());
    private static LockFile lock = Compiled.empty();
    private static int unanswered;

    @BeforeAll
    static void compile() {
        source = ConstitutionFile.readSource(RULES);
        lock = new LockFile(source.id(), List.of());
        try (ReplayingTextModel model = ReplayingTextModel.of(ANSWERS)) {
            lock = new PolicyCompiler(model, CompileSettings.DEFAULT, Vocabulary.read(WORDS, "pictogram"), "0.1.0", 1)
                    .compile(source, CompilePlan.of(source, lock, id -> false), CompileListener.NONE)
                    .lock();
            unanswered = model.unanswered();
        }
    }

    @Test
    void everyPromptHasAnAnswerAndEveryRuleAnEntry() {
        assertThat(unanswered)
                .as("prompts that changed since they were answered")
                .isZero();
        assertThat(lock.rules()).hasSize(source.rules().size());
    }

    @Test
    void everyRuleBecomesMoreObjective() {
        assertThat(lock.rules())
                .allSatisfy(entry -> assertThat(entry.history().getLast().score())
                        .isGreaterThan(entry.history().getFirst().score()));
    }

    @Test
    void noChainAsksForWhatTheModelDoesNotKnow() {
        assertThat(lock.rules())
                .flatExtracting(LockEntry::findings)
                .extracting(LockFinding::check)
                .isNotEmpty()
                .doesNotContain(VocabularyCheck.NAME);
    }
}
