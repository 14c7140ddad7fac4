package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LintCommandTest {

    private static final Path SCHEMAS = Path.of("..", "docs", "schema");
    private static final String POLICY = """
        constitution: playground
        version: 1
        rules:
          - id: weapons
            rule: Nobody may show a dangerous weapon.
            preconditions:
              - any: [{statement: a weapon is visible}]
        """;

    @TempDir
    Path folder = Path.of("");

    private Clue clue() {
        return new Clue(folder).file("policy.clue.yaml", POLICY);
    }

    @Test
    void findingsAreLinesThatEditorsLink() {
        Result result = clue().run("lint", clue().path("policy.clue.yaml"));
        String file = clue().path("policy.clue.yaml");
        assertThat(result.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith(file + ":5:29: warning: rule weapons: 'dangerous' ")
                                .endsWith("[vague-word]"),
                        line -> assertThat(line)
                                .startsWith(file + ":7:27: warning: rule weapons: ")
                                .contains("such as objects: [weapon]")
                                .endsWith("[objects-missing]"));
        assertThat(result.err()).contains("0 errors, 2 warnings, 0 notes in 1 file");
        assertThat(result.status()).isZero();
    }

    @Test
    void theGateIsSetOnTheCommandLineOrUnderItsLongName() {
        String file = clue().path("policy.clue.yaml");
        assertThat(clue().run("lint", "--fail-on", "warning", file).status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(clue().run("lint", "--fail-on-severity=warning", file).status())
                .isEqualTo(ExitStatus.GATE.code());
        assertThat(clue().environment("CLUE_FAIL_ON_SEVERITY", "warning")
                        .run("lint", file)
                        .status())
                .isEqualTo(ExitStatus.GATE.code());
        // What clue judge is told to fail on is no severity, and does not trouble lint.
        assertThat(clue().environment("CLUE_FAIL_ON", "undecided")
                        .run("lint", file)
                        .status())
                .isZero();
    }

    @Test
    void anInvalidConstitutionGivesThreeBeforeAnyGate() {
        Clue clue = clue().file("policy.clue.yaml", POLICY.replace("rule: Nobody", "rul: Nobody"));
        Result result = clue.run("lint", "--fail-on", "note", clue.path("policy.clue.yaml"));
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.out()).contains(": error: rule weapons: ", "did you mean 'rule'?", "[invalid]");
    }

    @Test
    void aRuleThatCanNeverBeViolatedFailsByDefault() {
        Clue clue = clue().file(
                        "policy.clue.yaml",
                        POLICY + "      - any: [{statement: no weapon is visible, objects: [weapon]}]\n");
        assertThat(clue.run("lint", clue.path("policy.clue.yaml")).status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(clue.run("lint", "--syntax", clue.path("policy.clue.yaml")).status())
                .isZero();
    }

    @Test
    void sarifIsValidByItsSchemaWithFixesAndSuppressions() throws IOException {
        Clue clue = clue().file(
                        "policy.clue.yaml",
                        POLICY.replace("weapon.\n", "weapon. # lint: allow vague-word: the law says so\n"));
        Path report = folder.resolve("lint.sarif");
        Result result = clue.run("lint", clue.path("policy.clue.yaml"), "--output", report.toString());
        assertThat(result.out()).isEmpty();
        String sarif = Files.readString(report);
        SarifSchema.requireValid(sarif);
        JsonNode results = new ObjectMapper().readTree(sarif).at("/runs/0/results");
        assertThat(results).hasSize(2);
        assertThat(results.get(0).at("/suppressions/0/justification").asText()).isEqualTo("the law says so");
        assertThat(results.get(1)
                        .at("/fixes/0/artifactChanges/0/replacements/0/insertedContent/text")
                        .asText())
                .isEqualTo(", objects: [weapon]");
        assertThat(result.err()).contains("1 suppressed");
    }

    @Test
    void sarifOfSeveralFilesAndOddNamesIsValid() throws IOException {
        Clue clue = clue().file("wei\u00df, 50 %/a b.clue.yaml", POLICY.replace("rule:", "rul:"));
        Result result = clue.run(
                "lint", "--format", "sarif", clue.path("policy.clue.yaml"), clue.path("wei\u00df, 50 %/a b.clue.yaml"));
        SarifSchema.requireValid(result.out());
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.out()).contains("wei%C3%9F,%2050%20%25/a%20b.clue.yaml");
    }

    @Test
    void jsonIsValidByThePublishedSchema() throws IOException {
        Result result = clue().run("lint", "--format", "json", clue().path("policy.clue.yaml"));
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(Files.readString(SCHEMAS.resolve("lint-report.schema.json")), InputFormat.JSON)
                        .validate(result.out(), InputFormat.JSON))
                .isEmpty();
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.at("/summary/warning").asInt()).isEqualTo(2);
        assertThat(report.at("/findings/1/fix/text").asText()).isEqualTo(", objects: [weapon]");
    }

    @Test
    void aFolderStandsForTheConstitutionsInAndBelowIt() {
        Clue clue = clue().file("more/other.clue.yaml", POLICY).file("more/other.clue.test.yaml", "cases: []\n");
        assertThat(clue.run("lint", folder.toString()).err()).contains("4 warnings", "in 2 files");
        Result none = clue.file("none/readme", "nothing").run("lint", clue.path("none"));
        assertThat(none.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(none.err()).contains("no constitution");
    }

    /** What cannot be read is named and fails the run; everything else is linted all the same. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(60)
    void whatCannotBeReadStopsNothingElse() throws Exception {
        Clue clue = clue();
        Path pipe = folder.resolve("pipe.clue.yaml");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Files.createSymbolicLink(folder.resolve("gone.clue.yaml"), Path.of("nowhere.clue.yaml"));
        Result result = clue.run("lint", folder.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.lines()).hasSize(2);
        assertThat(result.err())
                .contains(pipe + " is no regular file but a pipe or a device")
                .contains("gone.clue.yaml is a link that leads nowhere")
                .contains("in 1 file");
        Result alone = clue.run("lint", pipe.toString());
        assertThat(alone.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(alone.err()).contains("is no regular file");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aFileWithSeveralNamesCountsOnce() throws IOException {
        Clue clue = clue();
        Files.createSymbolicLink(folder.resolve("also.clue.yaml"), Path.of("policy.clue.yaml"));
        Result result = clue.run("lint", folder.toString(), clue.path("policy.clue.yaml"), clue.path("also.clue.yaml"));
        assertThat(result.err()).contains("2 warnings", "in 1 file");
        assertThat(result.lines()).allMatch(line -> line.startsWith(clue.path("policy.clue.yaml")));
    }

    @Test
    void markdownIsToBeCompiledFirst() {
        Clue clue = clue().file("camp.md", "- No guns.\n");
        Result result = clue.run("lint", clue.path("camp.md"), clue.path("policy.clue.yaml"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("camp.md is a policy in Markdown and no constitution: make one of it with clue compile ")
                .contains("and name " + clue.path("camp.clue.yaml"));
        assertThat(result.out()).contains("[vague-word]").doesNotContain("camp.md");
    }

    @Test
    void aLockThatIsNotThereYetIsNotTakenForAReport() {
        Path lock = folder.resolve("policy.clue.lock.yaml");
        Result result = clue().run("lint", clue().path("policy.clue.yaml"), "--output", lock.toString());
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("policy.clue.lock.yaml: is read by this run, or belongs to what it reads");
        assertThat(lock).doesNotExist();
    }

    @Test
    void aFileThatIsNotThereOrIsReadCannotBeUsed() {
        assertThat(clue().run("lint", clue().path("none.clue.yaml")).err()).contains("no such file");
        Result result = clue().run(
                        "lint", clue().path("policy.clue.yaml"), "--overwrite", "-o", clue().path("policy.clue.yaml"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("is read by this run");
    }
}
