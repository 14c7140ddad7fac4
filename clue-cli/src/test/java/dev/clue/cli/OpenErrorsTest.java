package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.CompiledBy;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Statement;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules with errors that nobody has settled are judged by, and it is said. */
class OpenErrorsTest {

    private static final String ONE = "the chain holds where the rule does not";

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    @BeforeEach
    void policy() {
        clue = new Clue(folder)
                .file("house.clue.yaml", """
                        constitution: house
                        version: 1
                        rules:
                          - id: dogs
                            rule: No dogs.
                          - id: cats
                            rule: No cats.
                        """)
                .image("photo.png", PaintedModels.RED)
                .image("set/red.png", PaintedModels.RED)
                .file("set/metadata.jsonl", "{\"file_name\": \"red.png\", \"label\": \"unsafe\"}\n");
    }

    private void lock(boolean edited, LockFinding... findings) {
        ConstitutionSource source = ConstitutionFile.readSource(folder.resolve("house.clue.yaml"));
        List<LockEntry> entries = source.rules().stream()
                .map(rule -> new LockEntry(
                        rule.id(),
                        rule.sha256(),
                        rule.text(),
                        List.of(),
                        List.of(new Precondition(List.of(new Statement("it is visible", List.of())))),
                        rule.id().equals("dogs") ? List.of(findings) : List.of(),
                        new CompiledBy("scripted", null, "1", "0.1.0", null, null, null),
                        edited))
                .toList();
        new LockFile("house", entries).write(folder.resolve("house.clue.lock.yaml"));
    }

    private Clue.Result judge() {
        return clue.run("judge", clue.path("photo.png"), "-c", clue.path("house.clue.yaml"), "--format", "jsonl");
    }

    @Test
    void isSaidOnceARuleAndDoesNotStopTheRun() {
        lock(
                false,
                new LockFinding("cases", Severity.ERROR, ONE, "look at it"),
                new LockFinding("border", Severity.ERROR, "another one", "look at it, too"),
                new LockFinding("shared", Severity.WARNING, "only a warning", "none"));
        Clue.Result result = judge();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err().lines().filter(line -> line.contains("house.clue.lock.yaml")))
                .singleElement()
                .asString()
                .contains("rule dogs")
                .contains(ONE + ": look at it")
                .contains("1 more: clue compile --check");
        assertThat(result.err()).doesNotContain("only a warning").doesNotContain("rule cats");
        Clue.Result eval =
                clue.run("eval", clue.path("set"), "-c", clue.path("house.clue.yaml"), "--output", clue.path("out"));
        assertThat(eval.status()).as(eval.err()).isZero();
        assertThat(eval.err()).contains(ONE);
    }

    @Test
    void isSaidWhereCasesAreRunAndWhereTimeIsMeasured() {
        lock(false, new LockFinding("cases", Severity.ERROR, ONE, "look at it"));
        clue.file("house.clue.test.yaml", "cases: [{image: photo.png, verdict: safe}]");
        for (String[] command : new String[][] {
            {"test", folder.toString()},
            {"bench", clue.path("photo.png"), "--repetitions", "1", "--warm-up", "0"}
        }) {
            Clue.Result result = clue.run(command);
            assertThat(result.out()).as(result.err()).isNotEmpty();
            assertThat(result.err().lines().filter(line -> line.contains(ONE)))
                    .singleElement()
                    .asString()
                    .contains("house.clue.lock.yaml: rule dogs");
        }
    }

    @Test
    void whatAPersonHasSettledIsNotSaid() {
        lock(true, new LockFinding("cases", Severity.ERROR, ONE, "look at it"));
        assertThat(judge().err()).doesNotContain(ONE);
        lock(false, new LockFinding("cases", Severity.WARNING, ONE, "look at it"));
        assertThat(judge().err()).doesNotContain(ONE);
    }
}
