package dev.clue.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files as large as a constitution may be. Nothing here is timed: where work grows with the square of the size or faster, or
 * by recursion, these sizes do not come to an end.
 */
class LintSizeTest {

    private static final int LARGE = 1_000_000;

    @TempDir
    Path folder = Path.of("");

    private LintReport lint(String text) {
        try {
            Path file = folder.resolve("policy.clue.yaml");
            Files.writeString(file, text);
            return new Lint().check(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String constitution(String rules) {
        return "constitution: example\nversion: 1\nrules:\n" + rules;
    }

    /** As many parts as there is room for. */
    private static String filled(int size, IntFunction<String> part) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; all.length() < size; i++) {
            all.append(part.apply(i));
        }
        return all.toString();
    }

    private static long count(LintReport report, LintCode code) {
        return report.findings().stream()
                .filter(finding -> finding.counts() && finding.code() == code)
                .count();
    }

    @Test
    void moreThanAMebibyteIsRefusedUnread() {
        LintReport report = lint(constitution("  - {id: a, rule: " + "bad ".repeat(2_500_000) + "}\n"));
        assertThat(report.invalid()).isTrue();
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().getFirst().message())
                .contains("larger than 1048576 bytes", "split the constitution");
    }

    @Test
    void thousandsOfRules() {
        LintReport report = lint(constitution(filled(
                LARGE, i -> "  - {id: rule-about-" + Integer.toString(i, 36) + "x, rule: No bad cat " + i + ".}\n")));
        assertThat(count(report, LintCode.VAGUE_WORD)).isGreaterThan(15_000);
        assertThat(count(report, LintCode.DUPLICATE_RULE)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD83D\uDE00 "})
    void allRulesOnOneLine(String symbol) {
        String rules = filled(
                LARGE * 2 / 3,
                i -> "{id: dogs-" + Integer.toString(i, 36) + "x, rule: A " + symbol
                        + "dog, preconditions: [{any: [{statement: a" + " dog bites cat " + i
                        + ", objects: [dog]}]}]}, ");
        String text = "{constitution: example, version: 1, rules: [" + rules + "{id: last, rule: Nothing bad.}]}";
        LintReport report = lint(text);
        assertThat(report.findings().stream()
                        .filter(finding -> finding.code() == LintCode.VAGUE_WORD)
                        .map(finding -> finding.span().column()))
                .containsExactly(1 + text.codePointCount(0, text.lastIndexOf("bad")));
    }

    @Test
    void thousandsOfSuppressions() {
        String comments = filled(LARGE / 3, i -> "# lint: allow vague-word: reason " + i + "\n");
        LintReport above = lint(comments
                + constitution(filled(LARGE / 3, i -> "  - {id: cats-" + i + "x, rule: bad cat " + i + "}\n")));
        assertThat(count(above, LintCode.VAGUE_WORD)).isZero();
        assertThat(above.findings().stream().filter(finding -> !finding.counts()))
                .hasSizeGreaterThan(7_000)
                .allSatisfy(finding -> assertThat(finding.suppressedBecause()).isEqualTo("reason 0"));

        LintReport each = lint(constitution(filled(
                LARGE,
                i -> "  # lint: allow vague-word: reason " + i + "\n  - {id: cats-" + i + "x, rule: bad cat " + i
                        + "}\n")));
        assertThat(count(each, LintCode.VAGUE_WORD)).isZero();
        assertThat(count(each, LintCode.UNUSED_SUPPRESSION)).isZero();
        assertThat(each.suppressed()).isGreaterThan(10_000);
    }

    @Test
    void aCommentOfWhiteSpace() {
        LintReport report =
                lint("# lint: allow " + " ".repeat(LARGE) + "x\n" + constitution("  - {id: a, rule: No cat.}\n"));
        assertThat(Linted.codes(report)).containsExactly("unknown-code");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Do not show %s",
                "no cat, %s",
                "A picture must not show no a and no b and %s",
                "must never and a b c d e and %s"
            })
    void longListsOfThings(String beginning) {
        String things = "a cat, ".repeat(250);
        LintReport report = lint(constitution(filled(
                LARGE / 4, i -> "  - {id: cats-" + i + "x, rule: \"" + beginning.formatted(things) + i + ".\"}\n")));
        assertThat(count(report, LintCode.TOO_LONG)).isGreaterThan(100);
    }

    @Test
    void theSameWordAgainAndAgain() {
        LintReport one = lint(constitution("  - {id: cats, rule: " + "bad ".repeat(490) + "}\n"));
        List<String> messages = one.findings().stream()
                .filter(finding -> finding.code() == LintCode.VAGUE_WORD)
                .map(LintFinding::message)
                .toList();
        assertThat(messages).hasSize(20);
        assertThat(messages.getLast()).endsWith("(and 470 more in this text)");
        LintReport many = lint(constitution(
                filled(LARGE / 4, i -> "  - {id: cats-" + i + "x, rule: " + "bad ".repeat(490) + i + "}\n")));
        assertThat(count(many, LintCode.VAGUE_WORD)).isGreaterThan(2_000);
    }

    /** Its places are not looked for in white space that is not in the text. */
    @Test
    void aShortTextInALongValue() {
        LintReport report = lint(constitution(
                "  - id: cats\n    rule: \"" + "bad ".repeat(490) + "\\\n" + " \n".repeat(LARGE / 2) + "    x\"\n"));
        assertThat(Linted.codes(report)).contains("vague-word");
    }

    @Test
    void aTextOfAMillionHyphens() {
        String hyphens = "a-".repeat(LARGE / 2) + "a";
        assertThat(Linted.codes(lint(constitution("  - {id: cats, rule: " + hyphens + "}\n"))))
                .containsExactly("too-long");
        LintReport statement = lint(constitution(
                "  - {id: cats, rule: No cat., preconditions: [{any: [{statement: " + hyphens + "}]}]}\n"));
        assertThat(Linted.codes(statement)).containsExactly("too-long");
        LintReport words = lint(constitution("  - {id: cats, rule: No cat., preconditions: [{any: [{statement: "
                + "a cat ".repeat(LARGE / 6) + "}]}]}\n"));
        assertThat(Linted.codes(words)).containsExactly("too-long");
        assertThat(words.findings())
                .allSatisfy(finding -> assertThat(finding.message()).hasSizeLessThan(1000));
    }

    @Test
    void manyObjectsAndManyAlternatives() {
        LintReport objects = lint(constitution("  - {id: cats, rule: No cat., preconditions: [{any: [{statement: "
                + "cat ".repeat(490) + ", objects: [" + filled(LARGE, i -> "dog, ") + "dog]}]}]}\n"));
        assertThat(count(objects, LintCode.OBJECT_NOT_IN_STATEMENT)).isGreaterThan(100_000);
        LintReport alternatives = lint(constitution(filled(
                LARGE / 2,
                i -> "  - {id: cats-" + i + "x, rule: No cat " + i + ", preconditions: [{any: ["
                        + filled(2_000, j -> "{statement: cat " + i + " " + j + "}, ") + "{statement: cat}]}]}\n")));
        assertThat(count(alternatives, LintCode.UNREACHABLE_ALTERNATIVE)).isGreaterThan(10_000);
    }
}
