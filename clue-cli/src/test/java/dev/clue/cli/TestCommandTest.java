package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** How {@code clue test} finds cases, compares them with verdicts, and says what differs. */
class TestCommandTest extends PaintedCases {

    @Test
    void casesThatPassGiveZero() {
        cases("""
            cases:
              - {image: red.png, verdict: unsafe, violated: [weapon-near-child]}
              - {image: green.png, verdict: safe}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("ok     red.png", "ok     green.png", "1 of 1", "0 of 1")
                .contains("2 cases: 2 passed, 0 failed");
    }

    @Test
    void withoutArgumentsTheWorkingFolderIsSearchedHiddenFoldersLeftOut() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        clue.file(".hidden/other.clue.test.yaml", "not: cases");
        Result result = clue.run("test");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("1 case: 1 passed");
    }

    @Test
    void aConstitutionStandsForItsCases() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        assertThat(clue.run("test", clue.path("playground.clue.yaml")).status()).isZero();
        clue.file("bare.clue.yaml", Clue.CONSTITUTION);
        Result bare = clue.run("test", clue.path("bare.clue.yaml"));
        assertThat(bare.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(bare.err()).contains("has no cases").contains("bare.clue.test.yaml");
    }

    @Test
    void whatDiffersIsSaidWithTheEvidenceAndFails() {
        cases("""
            cases:
              - {image: red.png, verdict: safe}
              - {image: green.png, verdict: unsafe, violated: [weapon-near-child]}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        String text = result.out().replaceAll("\\s+", " ");
        assertThat(text)
                .contains("FAIL red.png expected safe, but it is unsafe, score")
                .contains("rule weapon-near-child should not be violated, but is; the least sure: 'a")
                .contains("expected unsafe, but it is safe")
                .contains(
                        "rule weapon-near-child should be violated, but is not: 'a child is visible' fails with score")
                .contains("0 of 1 1 of 1")
                .contains("2 cases: 0 passed, 2 failed");
        assertThat(clue.run("test", folder.toString(), "--explain").out()).contains("decided by token");
    }

    @Test
    void onlyTheVerdictCountsWhereNoRulesAreListed() {
        cases("cases:\n  - {image: red.png, verdict: unsafe}\n");
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).as(result.out()).isZero();
        assertThat(result.out()).contains("no case should violate it");
    }

    @Test
    void undecidedFailsWithItsCauseUnlessExpected() {
        cases("cases:\n  - {image: yellow.png, verdict: safe}\n");
        Result unexpected = clue.run("test", folder.toString());
        assertThat(unexpected.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(unexpected.out()).contains("expected safe, but it is undecided: no_rating:");

        cases("cases:\n  - {image: yellow.png, verdict: undecided, cause: no_rating}\n");
        assertThat(clue.run("test", folder.toString()).status()).isZero();

        cases("cases:\n  - {image: yellow.png, verdict: undecided, cause: model_unfit}\n");
        Result other = clue.run("test", folder.toString());
        assertThat(other.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(other.out().replaceAll("\\s+", " ")).contains("because of model_unfit, but the cause is no_rating");
    }

    @Test
    void anImageThatCannotBeJudgedIsAnErrorBeforeItIsAFailure() {
        cases("cases:\n  - {image: broken.png, verdict: safe}\n  - {image: red.png, verdict: safe}\n");
        clue.file("broken.png", "no image at all");
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(result.out()).contains("ERROR  broken.png", "cannot be judged: not_an_image", "1 failed, 1 error");
        assertThat(clue.run("test", folder.toString(), "--max-errors", "1").status())
                .isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void anImageThatCannotBeJudgedIsExpectedOnlyByItsCause() {
        clue.file("text.png", "no image at all");
        for (String expected : new String[] {"verdict: undecided", "verdict: undecided, cause: outside_domain"}) {
            cases("cases: [{image: text.png, " + expected + "}]");
            Result result = clue.run("test", folder.toString());
            assertThat(result.status()).as(expected).isEqualTo(ExitStatus.ITEM_ERRORS.code());
            assertThat(result.out().replaceAll("\\s+", " "))
                    .contains("ERROR text.png expected undecided")
                    .contains("but the image cannot be judged: not_an_image: ")
                    .contains("1 case: 0 passed, 0 failed, 1 error");
        }
        cases("cases: [{image: text.png, verdict: undecided, cause: not_an_image}]");
        assertThat(clue.run("test", folder.toString()).status()).isZero();
    }

    @Test
    void aFailureIsExpectedOnlyByItsCause() throws IOException {
        String unnamed = "cases: [{image: black.png, verdict: undecided}]";
        cases(unnamed);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out().replaceAll("\\s+", " "))
                .contains("expected undecided without a cause, but something failed: model_unfit: ")
                .contains("if that is what you expect, write cause: model_unfit");
        Result update = clue.run("test", folder.toString(), "--update");
        assertThat(update.err()).contains("because undecided and its cause are nothing to expect unasked: ");
        assertThat(written()).isEqualTo(unnamed);
        cases("cases: [{image: black.png, verdict: undecided, cause: model_unfit}]");
        assertThat(clue.run("test", folder.toString()).status()).isZero();
    }

    @Test
    void preconditionsAreComparedOneByOne() {
        cases("""
            cases:
              - image: green.png
                verdict: safe
                preconditions:
                  - {rule: weapon-near-child, statement: a child is visible, verdict: fails}
                  - {rule: weapon-near-child, statement: a baby is visible, verdict: holds}
                  - {rule: weapon-near-child, statement: a child touches a weapon, verdict: fails}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out().replaceAll("\\s+", " "))
                .doesNotContain("'a child is visible' of")
                .contains("'a baby is visible' of weapon-near-child should be found to hold, but 'a baby is visible'"
                        + " fails with score")
                .contains("'a child touches a weapon' of weapon-near-child should be found to fail, but was not asked:"
                        + " the chain had been decided before it");
    }

    @Test
    void aKnownFailureDoesNotFailTheRunAndIsNamedWhenItIsGone() {
        cases("""
            cases:
              - {image: red.png, verdict: safe, known_failure: the paint is wrong}
              - {image: green.png, verdict: safe, known_failure: it was green once}
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isZero();
        assertThat(result.out())
                .contains("known  red.png", "known: the paint is wrong")
                .contains("FIXED  green.png", "remove known_failure")
                .contains("0 passed, 0 failed, 1 failed as known, 1 passed though known to fail");
    }
}
