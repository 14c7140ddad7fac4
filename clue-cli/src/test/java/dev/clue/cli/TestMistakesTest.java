package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is wrong with cases, constitutions or options is said by {@code clue test} before anything is judged. */
class TestMistakesTest extends PaintedCases {

    @Test
    void everyMistakeIsReportedByPlaceBeforeAModelIsOpened() {
        cases("""
            cases:
              - {image: gone.png, verdict: safe}
              - {image: red.png, verdict: unsave}
              - {image: green.png, verdict: safe, violated: [weapon-near-child]}
              - {image: black.png}
              - {image: yellow.png, verdict: safe, note: what is it}
            """);
        Result result = clue.run("test", folder.toString(), "-m", "broken");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        String file = clue.path("playground.clue.test.yaml");
        assertThat(result.err().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains(file + ":2:13: there is no image"),
                        line -> assertThat(line).contains(file + ":3:31: ", "did you mean 'unsafe'?"),
                        line -> assertThat(line).contains(file + ":4:49: ", "is not safe"),
                        line -> assertThat(line).contains(file + ":5:5: 'verdict' is missing", "--update"),
                        line -> assertThat(line).contains(file + ":6:40: unknown key 'note'"));
    }

    @Test
    void namesThatTheConstitutionHasNotAreMistakes() {
        cases("""
            cases:
              - {image: red.png, verdict: unsafe, violated: [weapon-near-chlid]}
              - image: green.png
                verdict: safe
                preconditions: [{rule: weapon-near-child, statement: a child is visibel, verdict: fails}]
            """);
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains(":2:5: ", "no rule 'weapon-near-chlid': did you mean 'weapon-near-child'?")
                .contains(":5:21: ", "no statement 'a child is visibel': did you mean 'a child is visible'?");
    }

    @Test
    void aBadConstitutionGivesThreeAndAnUnfitModelFour() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        assertThat(clue.run("test", folder.toString(), "-m", "broken").status()).isEqualTo(ExitStatus.MODEL.code());
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("rule:", "rul:"));
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.err()).contains("did you mean 'rule'?");
    }

    @Test
    void casesWithoutAConstitutionAndFoldersWithoutCasesAreUsageErrors() {
        clue.file("lonely.clue.test.yaml", "cases:\n  - {image: red.png, verdict: safe}\n");
        Result lonely = clue.run("test", clue.path("lonely.clue.test.yaml"));
        assertThat(lonely.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(lonely.err()).contains("there is no lonely.clue.yaml beside it");
        Result none = clue.file("empty/readme", "nothing").run("test", clue.path("empty"));
        assertThat(none.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(none.err()).contains("no cases: write them into a file NAME.clue.test.yaml");
    }

    @Test
    void anEmptyReasonOfAKnownFailureIsSaidToBeEmpty() {
        cases("cases:\n  - {image: red.png, verdict: safe, known_failure: \"\"}\n");
        Result result = clue.run("test", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("'known_failure' is empty: write a text, or leave the key out");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        cases("cases:\n  - {image: green.png, verdict: safe}\n");
        for (String[] arguments : new String[][] {
            {"--watch", "--update"},
            {"--watch", "--format", "json"},
            {"--report", "results.txt"},
            {"--explain", "--format", "junit"},
            {"--threads", "0"},
            {"--threads", "100000"},
            {"--report", clue.path("red.png") + ".xml", "--output", clue.path("playground.clue.yaml")},
        }) {
            Result result = clue.run(concatenated(new String[] {"test", folder.toString()}, arguments));
            assertThat(result.status()).as("%s", (Object) arguments).isEqualTo(ExitStatus.USAGE.code());
            assertThat(result.err()).contains("clue: ");
        }
    }

    private static String[] concatenated(String[] first, String[] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
    }
}
