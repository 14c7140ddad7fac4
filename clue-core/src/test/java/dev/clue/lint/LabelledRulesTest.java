package dev.clue.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Measures lint on rules that were labelled by people who have not seen the checks. */
class LabelledRulesTest {

    private static final Path LABELLED =
            Path.of("src", "test", "resources", "dev", "clue", "lint", "labelled-rules.yaml");
    private static final Path SCORE = Path.of("target", "lint-score.txt");

    @TempDir
    Path folder = Path.of("");

    @Test
    void precisionAndRecallOfTheLabelledRules() throws IOException {
        LabelledRules rules = LabelledRules.parse(Files.readString(LABELLED));
        LabelledRules.LintScore score = rules.score(folder);
        String table = score.table();
        Files.createDirectories(SCORE.getParent());
        Files.writeString(SCORE, table);
        System.out.println(table);
        assertThat(rules.entries()).hasSize(60);
        assertThat(score.precision()).as("precision\n%s", table).isGreaterThanOrEqualTo(0.79);
        assertThat(score.recall()).as("recall\n%s", table).isGreaterThanOrEqualTo(0.75);
    }

    @Test
    void theCountsAreRight() {
        LabelledRules.LintScore score = LabelledRules.parse("""
            labelled_by: this test
            rules:
              - label: right
                rule: {id: clothes, rule: Nobody may wear inappropriate clothes.}
                expect: [vague-word]
              - label: missed and false alarm
                rule: {id: rule-1, rule: Nobody may be naked.}
                expect: [vague-word]
              - label: false alarm
                rule: {id: dogs, rule: No dangerous dogs.}
                expect: []
            """).score(folder);
        assertThat(score.precision(LintCode.VAGUE_WORD)).isEqualTo(0.5);
        assertThat(score.recall(LintCode.VAGUE_WORD)).isEqualTo(0.5);
        assertThat(score.precision(LintCode.UNSTABLE_ID)).isZero();
        assertThat(score.recall(LintCode.UNSTABLE_ID)).isNaN();
        assertThat(score.precision()).isEqualTo(1.0 / 3);
        assertThat(score.mistakes)
                .containsExactly(
                        new LabelledRules.Mistake("missed and false alarm", LintCode.VAGUE_WORD, true),
                        new LabelledRules.Mistake("missed and false alarm", LintCode.UNSTABLE_ID, false),
                        new LabelledRules.Mistake("false alarm", LintCode.VAGUE_WORD, false));
        assertThat(score.table()).contains("vague-word", "false alarm: false alarm vague-word");
    }

    @Test
    void aLabelThatIsNoCodeIsRefused() {
        assertThatThrownBy(() -> LabelledRules.parse("rules: [{label: a, rule: {id: x, rule: y}, expect: [vague]}]"))
                .hasMessageContaining("a: no code to label with: vague");
    }
}
