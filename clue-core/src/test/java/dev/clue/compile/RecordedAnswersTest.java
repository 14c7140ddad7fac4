package dev.clue.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.MarkdownPolicy;
import dev.clue.recording.ReplayingTextModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Twenty rules as people write them, compiled with recorded answers to the product's own prompts, against a key that was
 * written by hand before any answer was there. The answers were written by somebody who saw the rendered prompts alone,
 * so this shows prompts and plumbing, and nothing of any named model. The table is in docs/compile.md; {@code
 * -Dclue.write=true} writes it there.
 */
class RecordedAnswersTest {

    private static final Path FILES = Path.of("src", "test", "resources", "dev", "clue", "compile");
    private static final Path DOCUMENT = Path.of("..", "docs", "compile.md");
    private static final Pattern BLOCK =
            Pattern.compile("(<!-- table: neighbours -->\\n)(.*?)(<!-- end of table -->)", Pattern.DOTALL);

    private static final Map<String, ChainKey> KEYS = ChainKey.read(FILES.resolve("neighbours.key.yaml"));

    private static ConstitutionSource source = new ConstitutionSource("none", 1, List.of());
    private static CompileResult result =
            PolicyCompiler.keep(source, CompilePlan.of(source, Compiled.empty(), id -> false));
    private static int unanswered;

    @BeforeAll
    static void compile() {
        source = MarkdownPolicy.read(FILES.resolve("neighbours.md"), null).source();
        try (ReplayingTextModel model = ReplayingTextModel.of(FILES.resolve("neighbours.answers.jsonl"))) {
            result = Compiled.run(model, source, new LockFile(source.id(), List.of()), CompileListener.NONE);
            unanswered = model.unanswered();
        }
    }

    @Test
    void everyPromptHasAnAnswerAndEveryRuleAnEntry() {
        assertThat(unanswered)
                .as("prompts that changed since they were answered")
                .isZero();
        assertThat(result.outcomes(RuleOutcome.Compiled.class)).hasSize(20);
        assertThat(KEYS.keySet())
                .containsExactlyElementsOf(
                        source.rules().stream().map(rule -> rule.id()).toList());
    }

    @Test
    void objectivenessNeverFalls() {
        assertThat(result.lock().rules())
                .allSatisfy(entry -> assertThat(best(entry).score())
                        .isGreaterThanOrEqualTo(entry.history().getFirst().score()));
    }

    /** What is wrong by the key, and who compiled it is not told, would be accepted in silence. */
    @Test
    void noWrongChainIsWithoutAFinding() {
        for (LockEntry entry : result.lock().rules()) {
            String wrong = wrong(entry);
            if (!wrong.isEmpty()) {
                assertThat(entry.findings()).as("%s: %s", entry.ruleId(), wrong).isNotEmpty();
            }
        }
    }

    @Test
    void theTableIsInTheDocument() throws IOException {
        String document = Files.readString(DOCUMENT);
        Matcher block = BLOCK.matcher(document);
        assertThat(block.find())
                .as("a table called neighbours in docs/compile.md")
                .isTrue();
        String expected =
                block.replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + table() + found.group(3)));
        if (Boolean.getBoolean("clue.write")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(document)
                .as("docs/compile.md; write it with -Dclue.write=true")
                .isEqualTo(expected);
    }

    private static String table() {
        List<String> lines = new ArrayList<>();
        lines.add("| rule | objectiveness before | after | chain against the key | errors | warnings | notes |");
        lines.add("|---|---|---|---|---|---|---|");
        int right = 0;
        double before = 0;
        double after = 0;
        for (LockEntry entry : result.lock().rules()) {
            String wrong = wrong(entry);
            right += wrong.isEmpty() ? 1 : 0;
            before += entry.history().getFirst().score();
            after += best(entry).score();
            lines.add("| " + entry.ruleId() + " | " + entry.history().getFirst().score() + " | "
                    + best(entry).score() + " | "
                    + (wrong.isEmpty() ? "right" : "wrong: " + wrong) + " | " + count(entry, Severity.ERROR) + " | "
                    + count(entry, Severity.WARNING) + " | " + count(entry, Severity.NOTE) + " |");
        }
        int rules = result.lock().rules().size();
        lines.add("| **%d rules** | **%.1f** | **%.1f** | **%d right** | **%d** | **%d** | **%d** |"
                .formatted(
                        rules,
                        before / rules,
                        after / rules,
                        right,
                        all(Severity.ERROR),
                        all(Severity.WARNING),
                        all(Severity.NOTE)));
        return String.join("\n", lines) + "\n";
    }

    private static String wrong(LockEntry entry) {
        ChainKey key = KEYS.get(entry.ruleId());
        assertThat(key).isNotNull();
        return key.wrong(Chain.of(entry));
    }

    private static Attempt best(LockEntry entry) {
        return entry.history().stream()
                .filter(attempt -> attempt.text().equals(entry.objectified()))
                .findFirst()
                .orElseThrow();
    }

    private static long count(LockEntry entry, Severity severity) {
        return entry.findings().stream()
                .map(LockFinding::severity)
                .filter(severity::equals)
                .count();
    }

    private static long all(Severity severity) {
        return result.lock().rules().stream()
                .mapToLong(entry -> count(entry, severity))
                .sum();
    }
}
