package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The constitutions of {@code policies/}: what is committed is what the compiler makes of the Markdown and the recorded
 * answers, except for what a person edited and says so.
 */
class ReadyPoliciesTest {

    private static final Path POLICIES = Path.of("..", "policies");

    @TempDir
    Path folder = Path.of("");

    static Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(POLICIES)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".clue.yaml"))
                    .map(name -> name.replace(".clue.yaml", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void eachIsExplained() throws IOException {
        String readme = Files.readString(POLICIES.resolve("README.md"));
        assertThat(names().toList())
                .hasSize(5)
                .allSatisfy(name -> assertThat(readme).contains("[" + name + "](" + name + ".md)"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void itIsCompiledWholeAndNoErrorIsOpen(String name) {
        Result check = new Clue(folder).run("compile", committed(name, ".md"), "--check");
        assertThat(check.status()).as(check.out() + check.err()).isZero();
        assertThat(ConstitutionFile.read(Path.of(committed(name, ".clue.yaml"))).rules())
                .hasSizeGreaterThan(6);
    }

    @ParameterizedTest
    @MethodSource("names")
    void lintHasNothingAgainstIt(String name) {
        Result lint = new Clue(folder).run("lint", committed(name, ".clue.yaml"), "--fail-on", "note");
        assertThat(lint.status()).as(lint.out() + lint.err()).isZero();
    }

    @ParameterizedTest
    @MethodSource("names")
    void itsRecordingCompilesToWhatIsCommitted(String name) throws IOException {
        String policy = folder.resolve(name + ".md").toString();
        Files.copy(Path.of(committed(name, ".md")), Path.of(policy));
        Result compiled = new Clue(folder)
                .run(
                        "compile",
                        policy,
                        "--revisions",
                        "0",
                        "--recorded",
                        POLICIES.resolve("recorded/" + name + ".answers.jsonl").toString());
        assertThat(compiled.err()).doesNotContain("without a recorded answer", "failed");

        LockFile committed = LockFile.read(Path.of(committed(name, ".clue.lock.yaml")));
        LockFile replayed = LockFile.read(folder.resolve(name + ".clue.lock.yaml"));
        assertThat(replayed.rules()).hasSameSizeAs(committed.rules());
        for (LockEntry entry : replayed.rules()) {
            LockEntry kept = committed.entry(entry.ruleId()).orElseThrow();
            assertThat(kept.sourceSha256()).as(entry.ruleId()).isEqualTo(entry.sourceSha256());
            assertThat(kept.history()).as(entry.ruleId()).isEqualTo(entry.history());
            assertThat(kept.edited())
                    .as("%s says that it was edited", entry.ruleId())
                    .isEqualTo(kept.isEditedByHand());
            if (!kept.edited()) {
                assertThat(content(kept)).as(entry.ruleId()).isEqualTo(content(entry));
            }
        }
    }

    /** What judging uses and what the checks say, without the version of clue that wrote it. */
    private static List<Object> content(LockEntry entry) {
        return List.of(entry.objectified(), entry.preconditions(), entry.findings());
    }

    private static String committed(String name, String ending) {
        return POLICIES.resolve(name + ending).toString();
    }
}
