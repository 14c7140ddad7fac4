package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import dev.clue.compile.ScriptedTextModel;
import dev.clue.compile.Step;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What {@code clue compile} writes and shows, and which options it refuses. */
class CompileCommandTest extends HouseRules {

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void whatTheRunIsAboutToWriteIsNoPlaceForItsReport() throws IOException {
        Map<String, String> before = files();
        Path elsewhere = folder.resolve("link");
        Files.createSymbolicLink(elsewhere, folder);
        for (Path place : List.of(folder, folder.resolve("..").resolve(folder.getFileName()), elsewhere)) {
            for (String name : List.of("house.clue.yaml", "house.clue.lock.yaml")) {
                String report = place.resolve(name).toString();
                Result result = asking("house.md", "--output", report);
                assertThat(result.status()).as(report).isEqualTo(ExitStatus.USAGE.code());
                assertThat(result.err()).contains(report + ": is read by this run, or belongs to what it reads");
            }
        }
        Files.delete(elsewhere);
        assertThat(model.asked()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aRecordingIsNoPlaceForAReport() {
        String recording = clue.path("answers.txt");
        Result result = asking("house.md", "--record", recording, "--output", recording, "--overwrite");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("answers.txt: is read by this run, or belongs to what it reads");
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void aPolicyInMarkdownCanBeJudgedBy() {
        Result result = asking("house.md");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("compiled    dogs  objectiveness 9\n")
                .contains("compiled    knives  objectiveness 4 → 9\n")
                .contains("2. no lead is on the dog [dog, lead]");
        assertThat(result.err()).contains("2 rules: 2 compiled; ");
        Constitution constitution = ConstitutionFile.read(folder.resolve("house.clue.yaml"));
        assertThat(constitution.id()).isEqualTo("house-rules");
        assertThat(constitution.rules().getLast().objectified()).contains("blade touches a hand");
        assertThat(compile("house.md", "--check").status()).isZero();
        int asked = model.asked().size();
        Result again = asking("house.md");
        assertThat(again.err()).contains("2 rules: 2 up to date; 0 calls");
        assertThat(model.asked()).hasSize(asked);
    }

    @Test
    void theResultAsJson() throws IOException {
        JsonNode root = new ObjectMapper()
                .readTree(asking("rules.clue.yaml", "--format", "json").out());
        assertThat(root.path("constitution").asText()).isEqualTo("house");
        assertThat(root.at("/rules/1/history/1/score").asInt()).isEqualTo(9);
        assertThat(root.at("/rules/0/preconditions/1/any/0/objects/1").asText()).isEqualTo("lead");
        assertThat(root.at("/usage/calls").asInt()).isEqualTo(model.asked().size());
    }

    @Test
    void everyOutcomeFollowsThePublishedSchema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(Files.readString(Path.of("..", "docs", "schema", "compile.schema.json")), InputFormat.JSON);
        clue.file("rules.clue.yaml", CONSTITUTION + """
                  - id: cats
                    rule: No cats.
                    preconditions:
                      - any: [{statement: a cat is visible, objects: [cat]}]
                """);
        use(new ScriptedTextModel()
                .toThoseAbout("Rule: A dog", Step.PRECONDITIONS, request -> ScriptedTextModel.finished("")));
        String first = asking("rules.clue.yaml", "--format", "json", "--price", "0.15,0.60")
                .out();
        assertThat(first)
                .contains("\"failed\"")
                .contains("\"compiled\"")
                .contains("\"handwritten\"")
                .contains("\"cost\"");
        use(new ScriptedTextModel());
        String second = asking("rules.clue.yaml", "--format", "json").out();
        assertThat(second).contains("\"up_to_date\"");
        Files.writeString(
                lockFile("rules"), text("rules.clue.lock.yaml").replace("no lead is on the dog", "the dog runs free"));
        String third = asking("rules.clue.yaml", "--format", "json").out();
        assertThat(third).contains("\"edited\"");
        clue.file("rules.clue.yaml", CONSTITUTION.replace("on a lead", "on a lead always"));
        String fourth = asking("rules.clue.yaml", "--format", "json").out();
        assertThat(fourth).contains("\"stale\"");
        asking("house.md", "--record", clue.path("answers.jsonl"));
        clue.file("house.md", POLICY.replace("on a lead", "on a red lead"));
        String fifth = compile("house.md", "--recorded", clue.path("answers.jsonl"), "--format", "json")
                .out();
        assertThat(fifth).contains("\"not_recorded\"").doesNotContain("\"unavailable\"");
        for (String json : List.of(first, second, third, fourth, fifth)) {
            assertThat(schema.validate(json, InputFormat.JSON)).as(json).isEmpty();
        }
        assertThat(schema.validate(first.replace("\"answers\"", "\"mood\""), InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void aDryRunShowsADifferenceAndWritesNothing() throws IOException {
        Map<String, String> before = files();
        Result first = asking("house.md", "--dry-run");
        assertThat(first.status()).isZero();
        assertThat(first.out()).contains("+lock_format: 1").contains("+constitution: house-rules");
        assertThat(files()).isEqualTo(before);

        asking("rules.clue.yaml");
        clue.file("rules.clue.yaml", CONSTITUTION.replace("on a lead", "on a lead always"));
        before = files();
        Result second = asking("rules.clue.yaml", "--dry-run");
        assertThat(second.out().lines().filter(line -> line.startsWith("-") || line.startsWith("+")))
                .hasSize(10)
                .anyMatch(line -> line.startsWith("-    source_sha256"))
                .anyMatch(line -> line.startsWith("+    source_sha256"));
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void checkFailsOnWhatIsStaleAndWritesNothing() throws IOException {
        Result nothing = compile("rules.clue.yaml", "--check");
        assertThat(nothing.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(nothing.out()).contains("rule dogs: it has no entry").contains("rule knives: it has no entry");

        asking("rules.clue.yaml");
        assertThat(compile("rules.clue.yaml", "--check").status()).isZero();
        clue.file("rules.clue.yaml", CONSTITUTION.replace("on a lead", "on a lead always"));
        Map<String, String> before = files();
        Result stale = compile("rules.clue.yaml", "--check");
        assertThat(stale.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(stale.out()).isEqualTo(lockFile("rules") + ": rule dogs: it has changed since it was compiled\n");
        assertThat(stale.err()).contains("run clue compile " + clue.path("rules.clue.yaml"));

        asking("house.md");
        clue.file("house.md", POLICY.replace("on a lead", "on a lead always"));
        assertThat(compile("house.md", "--check").out())
                .contains("house.clue.yaml: does not say what")
                .contains("rule dogs: it has changed since it was compiled");
        assertThat(model.asked(Step.PRECONDITIONS)).hasSize(4);
        assertThat(before).containsEntry("rules.clue.lock.yaml", text("rules.clue.lock.yaml"));
    }

    @Test
    void aCheckIsWrittenWhereItIsAskedFor() throws IOException {
        Result result = compile("rules.clue.yaml", "--check", "--output", clue.path("check.txt"));
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains("stale: run clue compile");
        assertThat(text("check.txt")).contains("rule dogs: it has no entry", "rule knives: it has no entry");
        String before = text("check.txt");
        Result kept = compile("rules.clue.yaml", "--check", "--output", clue.path("check.txt"));
        assertThat(kept.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(kept.err()).contains("check.txt: exists");
        assertThat(text("check.txt")).isEqualTo(before);
    }

    @Test
    void optionsThatCannotBeAreRefused() throws IOException {
        Map<String, String> before = files();
        for (List<String> wrong : List.of(
                List.of("rules.clue.yaml"),
                List.of("missing.clue.yaml", "--text-model", "m"),
                List.of("rules.clue.yaml", "--text-model", "m", "--recompile", "cats"),
                List.of("rules.clue.yaml", "--text-model", "m", "--revisions", "-1"),
                List.of("rules.clue.yaml", "--text-model", "m", "--rules-together", "0"),
                List.of("rules.clue.yaml", "--text-model", "m", "--price", "cheap"),
                List.of("rules.clue.yaml", "--text-model", "m", "--format", "html"),
                List.of("rules.clue.yaml", "--text-model", "m", "--unanswered", "u.jsonl"),
                List.of("rules.clue.yaml", "--text-model", "m", "--record", clue.path("rules.clue.yaml")),
                List.of("rules.clue.yaml", "--recorded", clue.path("missing.jsonl")))) {
            Result result =
                    compile(wrong.getFirst(), wrong.subList(1, wrong.size()).toArray(String[]::new));
            assertThat(result.status()).as("%s: %s", wrong, result.err()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(result.err()).startsWith("clue: ");
        }
        assertThat(files()).isEqualTo(before);
    }
}
