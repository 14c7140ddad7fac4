package dev.clue.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuppressionsTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aCommentBehindCoversWhatBeginsOnItsLine() {
        LintReport report = Linted.rules(folder, """
            - id: beach
              rule: No inappropriate clothes. # lint: allow vague-word: the law says so
            - id: pool
              rule: No offensive clothes.
            """);
        assertThat(Linted.codes(report)).containsExactly("vague-word");
        assertThat(report.suppressed()).isEqualTo(1);
        assertThat(report.findings().stream().filter(finding -> !finding.counts()))
                .allSatisfy(finding -> assertThat(finding.suppressedBecause()).isEqualTo("the law says so"));
    }

    @Test
    void aCommentAboveARuleCoversAllOfItAndItsEntryInTheLock() {
        LintReport report = Linted.rules(folder, """
            # lint: allow vague-word, negated-precondition: written by lawyers
            # and another comment

            - id: beach
              rule: No clothes that are wrong.
            """, """
            - id: beach
              source_sha256: RULE
              objectified: Nobody may wear offensive clothes.
              preconditions:
                - any: [{statement: no shirt is visible, objects: [shirt]}]
              compiled_by: {model: some-model}
            """);
        assertThat(Linted.codes(report)).isEmpty();
        assertThat(report.suppressed()).isEqualTo(2);
    }

    @Test
    void withoutAReasonTheFindingStillCounts() {
        for (String comment : new String[] {"# lint: allow vague-word", "# lint: allow vague-word:  "}) {
            LintReport report = Linted.rules(folder, "- id: beach " + comment + "\n  rule: No offensive clothes.\n");
            assertThat(Linted.codes(report)).containsExactly("suppression-without-reason", "vague-word");
        }
    }

    @Test
    void whatIsMisspeltOrNotNeededAnyMoreIsFound() {
        LintReport report = Linted.rules(folder, """
            - id: beach # lint: allow vague-wrd: why not
              rule: Nobody may be naked. # lint: allow vague-word: it was worse once
            """);
        assertThat(Linted.codes(report)).containsExactly("unknown-code", "unused-suppression");
        assertThat(report.findings().toString()).contains("did you mean 'vague-word'?");
    }

    @Test
    void aMarkInATextIsNoComment() {
        assertThat(Linted.codes(folder, "Nobody # lint: allow vague-word: x wears offensive clothes."))
                .containsExactly("vague-word");
    }

    @Test
    void mistakesCannotBeSuppressed() {
        LintReport report = Linted.rules(folder, """
            - id: beach # lint: allow invalid: I like it so
              rul: x
            """);
        assertThat(report.invalid()).isTrue();
    }
}
