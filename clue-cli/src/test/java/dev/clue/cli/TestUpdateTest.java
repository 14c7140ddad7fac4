package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code clue test --update} writes into a file of cases, and what it leaves alone. */
class TestUpdateTest extends PaintedCases {

    @Test
    void updateWritesWhatTheJudgeSaysAndKeepsComments() throws IOException {
        cases("""
            # the cases
            cases:
              - image: red.png # a sword
                verdict: safe  # really?
              - {image: green.png, verdict: unsafe, violated: [weapon-near-child]} # one line
              - image: black.png
                verdict: safe # cannot be judged
            """);
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(written()).isEqualTo("""
            # the cases
            cases:
              - image: red.png # a sword
                verdict: unsafe  # really?
                violated: [weapon-near-child]
              - {image: green.png, verdict: safe, violated: []} # one line
              - image: black.png
                verdict: safe # cannot be judged
            """);
        assertThat(result.err())
                .contains(":4: red.png: verdict safe -> unsafe")
                .contains(":5: green.png: violated [weapon-near-child] -> []")
                .contains("black.png: stays as it is, because undecided and its cause are nothing to expect unasked: ");
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out()).contains("ok     red.png", "ok     green.png", "FAIL   black.png");
    }

    @Test
    void updateTakesTheCauseAwayWithTheVerdict() throws IOException {
        cases("""
            cases:
              - {image: red.png, verdict: undecided, cause: outside_domain}
              - {cause: no_rating, image: green.png, verdict: undecided}
              # A comment above.
              - image: white.png
                # Beside the cause.
                cause: no_rating  # goes with it
                # Below the cause.
                verdict: undecided
              - cause: no_rating
                image: blue.png
                verdict: undecided
            """);
        clue.image("white.png", PaintedModels.GREEN, 20, 11).image("blue.png", PaintedModels.RED, 20, 12);
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - {image: red.png, verdict: unsafe}
              - {image: green.png, verdict: safe}
              # A comment above.
              - image: white.png
                # Beside the cause.
                # Below the cause.
                verdict: safe
              - image: blue.png
                verdict: unsafe
            """);
        assertThat(result.err()).contains(":2: red.png: no cause any more", ":7: white.png: no cause any more");
    }

    @Test
    void updateWritesTheLineEndsThatAreThere() throws IOException {
        cases("""
            cases:
              - image: red.png
                verdict: safe
              - image: white.png
                verdict: undecided
                cause: no_rating
              - image: green.png""".replace("\n", "\r\n"));
        clue.image("white.png", PaintedModels.GREEN, 20, 11);
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - image: red.png
                verdict: unsafe
                violated: [weapon-near-child]
              - image: white.png
                verdict: safe
              - image: green.png
                verdict: safe""".replace("\n", "\r\n"));
    }

    /** A verdict that other cases refer to is overwritten with its anchor. */
    @Test
    void updateWritesNothingThatWouldBeWrong() throws IOException {
        String anchored = """
            cases:
              - {image: red.png, verdict: &same safe}
              - {image: green.png, verdict: *same}
            """;
        cases(anchored);
        clue.file("more/other.clue.yaml", Clue.CONSTITUTION)
                .image("more/red.png", PaintedModels.RED)
                .file("more/other.clue.test.yaml", "cases: [{image: red.png, verdict: safe}]");
        Result result = clue.run("test", folder.toString(), "--update");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("so nothing was written", "change it by hand");
        assertThat(written()).isEqualTo(anchored);
        assertThat(Files.readString(folder.resolve("more/other.clue.test.yaml")))
                .isEqualTo("cases: [{image: red.png, verdict: safe}]");
    }

    @Test
    void aLimitUpdatesTheFirstCasesAndLeavesTheOthers() throws IOException {
        clue.file(
                "playground.clue.test.yaml",
                "\uFEFFcases:\n  - {image: red.png, verdict: safe}\n  - {image: green.png, verdict: unsafe}\n");
        Result result = clue.run("test", folder.toString(), "--update", "--limit", "1");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("1 case: 1 passed").doesNotContain("green.png");
        assertThat(written())
                .isEqualTo("\uFEFFcases:\n  - {image: red.png, verdict: unsafe, violated: [weapon-near-child]}\n"
                        + "  - {image: green.png, verdict: unsafe}\n");
    }

    @Test
    void updateWritesThroughALink() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: safe}\n");
        Path link = folder.resolve("playground.clue.test.yaml");
        Path target =
                Files.move(link, Files.createDirectories(folder.resolve("kept")).resolve("cases.yaml"));
        Files.createSymbolicLink(link, Path.of("kept", "cases.yaml"));
        assertThat(clue.run("test", folder.toString(), "--update").status()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(target)).contains("unsafe");
        assertThat(folder.resolve("kept")).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void updateFinishesCasesThatAreOnlyImages() throws IOException {
        cases("""
            cases:
              - image: red.png
              - {image: green.png}
            """);
        assertThat(clue.run("test", folder.toString(), "--update").status()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - image: red.png
                verdict: unsafe
                violated: [weapon-near-child]
              - {image: green.png, verdict: safe}
            """);
        String once = written();
        assertThat(clue.run("test", folder.toString(), "--update").err()).doesNotContain("->");
        assertThat(written()).isEqualTo(once);
    }

    @Test
    void updateChangesListsInBlocksAndExpectedPreconditions() throws IOException {
        cases("""
            cases:
              - image: green.png
                violated:
                - weapon-near-child
                verdict: unsafe
              - image: red.png
                verdict: unsafe
                preconditions:
                  - rule: weapon-near-child
                    statement: a child is visible
                    verdict: fails   # a comment
            """);
        assertThat(clue.run("test", folder.toString(), "--update").status()).isZero();
        assertThat(written()).isEqualTo("""
            cases:
              - image: green.png
                violated: []
                verdict: safe
              - image: red.png
                verdict: unsafe
                preconditions:
                  - rule: weapon-near-child
                    statement: a child is visible
                    verdict: holds   # a comment
            """);
    }

    @Test
    void nothingIsWrittenWithoutBeingAsked() throws IOException {
        cases("cases:\n  - {image: red.png, verdict: safe}\n");
        String before = written();
        clue.run("test", folder.toString());
        assertThat(written()).isEqualTo(before);
    }
}
