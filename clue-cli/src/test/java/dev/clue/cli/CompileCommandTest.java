package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.compile.ScriptedTextModel;
import dev.clue.compile.Step;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.error.ModelUnavailableException;
import dev.clue.model.AnswerProbability;
import dev.clue.model.TextRequest;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.ImpatientServer;
import dev.clue.openai.ScriptedServer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class CompileCommandTest {

    private static final String POLICY = """
            # House rules

            - **Dogs.** A dog must be on a lead.
            - **Knives.** No dangerous use of a knife.
            """;

    private static final String CONSTITUTION = """
            constitution: house
            version: 1
            rules:
              - id: dogs
                rule: A dog must be on a lead.
              - id: knives
                rule: No dangerous use of a knife.
            """;

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);
    private ScriptedTextModel model = new ScriptedTextModel();

    @BeforeEach
    void policies() {
        clue = new Clue(folder).file("house.md", POLICY).file("rules.clue.yaml", CONSTITUTION);
        use(new ScriptedTextModel());
    }

    private void use(ScriptedTextModel next) {
        model = next;
        clue.textModels(name -> model);
    }

    private Result compile(String file, String... more) {
        return clue.run(Stream.concat(Stream.of("compile", clue.path(file)), Stream.of(more))
                .toArray(String[]::new));
    }

    private Result asking(String file, String... more) {
        return compile(
                file,
                Stream.concat(Stream.of("--text-model", "scripted"), Stream.of(more))
                        .toArray(String[]::new));
    }

    /** Without the line breaks of a narrow terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("\\s+", " ");
    }

    private Path lockFile(String name) {
        return folder.resolve(name + ".clue.lock.yaml");
    }

    private String text(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    /** Every file's bytes, to see that nothing was written. */
    private Map<String, String> files() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.sorted().toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static final String VOCABULARY = """
            about: drawn scenes
            objects: [knife, hand, dog, lead]
            forms: [a X is visible, no X is on the Y, a Z of a X touches a Y]
            """;

    @Test
    void aVocabularyIsAskedForInTheLockAndInFindings() {
        clue.file("words.yaml", VOCABULARY);
        Result result = asking("rules.clue.yaml", "--vocabulary", clue.path("words.yaml"));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(model.asked(Step.PRECONDITIONS)).allMatch(prompt -> prompt.contains("knife, hand, dog, lead"));
        assertThat(oneLine(result.out())).contains("are not in the vocabulary words.yaml: blade");
        assertThat(LockFile.read(lockFile("rules")).rules())
                .allSatisfy(entry -> assertThat(entry.compiledBy().vocabulary()).isEqualTo("words.yaml"));
    }

    @Test
    void aModelMayHaveAVocabulary() throws IOException {
        clue.models.vocabulary = Optional.of(Files.writeString(folder.resolve("v.yaml"), VOCABULARY));
        Result result = asking("rules.clue.yaml", "--vocabulary", "painted");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(LockFile.read(lockFile("rules")).rules())
                .allSatisfy(entry -> assertThat(entry.compiledBy().vocabulary()).isEqualTo("painted"));
    }

    @Test
    void aVocabularyThatIsNoneIsRefusedBeforeAnythingIsAsked() throws IOException {
        clue.file("words.yaml", "objects: [dog");
        Map<String, String> before = files();
        assertThat(asking("rules.clue.yaml", "--vocabulary", clue.path("words.yaml")))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result ->
                        assertThat(result.err()).contains("words.yaml:").contains("not valid YAML"));
        assertThat(asking("rules.clue.yaml", "--vocabulary", "painted"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(oneLine(result.err())).contains("painted has no vocabulary.yaml"));
        assertThat(asking("rules.clue.yaml", "--vocabulary", " "))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(oneLine(result.err())).contains("--vocabulary: the name is empty"));
        assertThat(asking("rules.clue.yaml", "--vocabulary", clue.path("none.yaml"))
                        .err())
                .contains("does not exist");
        assertThat(model.asked()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aDeviceIsNoModelByItsName() {
        assertThat(asking("rules.clue.yaml", "--vocabulary", "/dev/zero"))
                .satisfies(result -> assertThat(result.status()).isEqualTo(2))
                .satisfies(result -> assertThat(oneLine(result.err())).contains("a pipe or a device"));
    }

    @Test
    void aVocabularyIsNotWrittenOver() throws IOException {
        clue.file("words.yaml", VOCABULARY);
        String words = clue.path("words.yaml");
        for (String option : List.of("--record", "--output")) {
            Result result = asking("rules.clue.yaml", "--vocabulary", words, option, words, "--overwrite");
            assertThat(result.status()).as(option + ": " + result.err()).isEqualTo(2);
        }
        assertThat(text("words.yaml")).isEqualTo(VOCABULARY);
    }

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
        String first = asking("rules.clue.yaml", "--format", "json").out();
        assertThat(first).contains("\"failed\"").contains("\"compiled\"").contains("\"handwritten\"");
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
        for (String json : List.of(first, second, third, fourth)) {
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
    void aWeakModelIsRefusedAndNothingIsWritten() throws IOException {
        use(new ScriptedTextModel().to(Step.OBJECTIVENESS, "{\"explanation\": \"ok\", \"score\": 5}"));
        Map<String, String> before = files();
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err()).contains("scripted cannot compile rules").contains("use a larger model");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aRefusedModelLeavesNoConstitutionOfAMarkdownEither() throws IOException {
        use(new ScriptedTextModel().to(Step.OBJECTIVENESS, "{\"explanation\": \"ok\", \"score\": 5}"));
        Map<String, String> before = files();
        assertThat(asking("house.md").status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(files()).isEqualTo(before);
        assertThat(compile("house.md").status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void misspeltNamesAreFoundAlsoWhereNothingIsToBeDone() {
        asking("rules.clue.yaml");
        Result recorded = compile("rules.clue.yaml", "--recorded", clue.path("none.jsonl"));
        assertThat(recorded.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(recorded.err()).contains("none.jsonl");
        clue.textModels(new TextModelSources(
                OpenAiSource.of(Map.of(), ModelStore.standard(), ProbeMemory.in(folder.resolve("probes")))));
        for (String name : List.of("opnai:llama", "openai:", "llama")) {
            Result misspelt = compile("rules.clue.yaml", "--text-model", name);
            assertThat(misspelt.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(misspelt.err()).contains("--text-model: \"" + name + "\"");
        }
        assertThat(compile("rules.clue.yaml").status()).isZero();
    }

    @Test
    void aBrokenAnswerFailsItsRuleAloneWithCode5() {
        use(new ScriptedTextModel()
                .toThoseAbout(
                        "Rule: A dog", Step.PRECONDITIONS, request -> ScriptedTextModel.finished("\u001b[2J{\"pre")));
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(result.out())
                .contains("failed      dogs\n")
                .contains("preconditions: of 3 answers the last cannot be used")
                .contains("→ run again, with another model")
                .contains("compiled    knives")
                .doesNotContain("\u001b");
        assertThat(LockFile.read(lockFile("rules")).rules())
                .extracting(LockEntry::ruleId)
                .containsExactly("knives");
        use(new ScriptedTextModel());
        assertThat(asking("rules.clue.yaml").err()).contains("1 compiled, 1 up to date");
        assertThat(model.asked(Step.PRECONDITIONS)).hasSize(1);
    }

    @Test
    void aModelThatCannotBeReachedIsCode4AndKeepsTheOthers() {
        use(new ScriptedTextModel().toThoseAbout("A dog must", Step.OBJECTIVENESS, request -> {
            throw new ModelUnavailableException("the server is busy: try later");
        }));
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).contains("the server is busy").contains("run again when the model can be reached");
        assertThat(LockFile.read(lockFile("rules")).rules()).hasSize(1);
    }

    @Test
    void whatTheChecksFindFailsTheGateUntilAPersonSettlesIt() throws IOException {
        use(new ScriptedTextModel()
                .toThoseAbout(
                        "Rule: A dog",
                        Step.PRECONDITIONS,
                        request -> ScriptedTextModel.finished("{\"preconditions\": [[\"a dog is visible\"]]}")));
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(result.out())
                .contains("error (cases): the chain is too wide")
                .contains("→ add the precondition");
        Result check = compile("rules.clue.yaml", "--check");
        assertThat(check.status()).isEqualTo(ExitStatus.GATE.code());
        assertThat(check.out()).contains("rule dogs: the chain is too wide");

        Files.writeString(
                lockFile("rules"), text("rules.clue.lock.yaml").replaceFirst("edited: false", "edited: true"));
        assertThat(compile("rules.clue.yaml", "--check").status()).isZero();
        assertThat(asking("rules.clue.yaml").status()).isZero();
    }

    @Test
    void whatAPersonEditsStaysAndIsMarked() throws IOException {
        asking("rules.clue.yaml");
        Files.writeString(
                lockFile("rules"), text("rules.clue.lock.yaml").replace("no lead is on the dog", "the dog runs free"));
        Result kept = asking("rules.clue.yaml");
        assertThat(kept.status()).isZero();
        assertThat(kept.out()).contains("edited      dogs  kept");
        assertThat(text("rules.clue.lock.yaml")).contains("the dog runs free").contains("    edited: true");

        clue.file("rules.clue.yaml", CONSTITUTION.replace("on a lead", "on a lead always"));
        Result stale = asking("rules.clue.yaml");
        assertThat(stale.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(stale.out()).contains("stale       dogs").contains("--recompile dogs");
        assertThat(compile("rules.clue.yaml", "--check").status()).isEqualTo(ExitStatus.CONSTITUTION.code());

        assertThat(asking("rules.clue.yaml", "--recompile", "all").out()).contains("stale       dogs");
        assertThat(asking("rules.clue.yaml", "--recompile", "dogs").status()).isZero();
        assertThat(text("rules.clue.lock.yaml")).doesNotContain("runs free").doesNotContain("    edited: true");
    }

    @Test
    void whatSomebodyChangesMeanwhileIsKept() throws IOException {
        asking("rules.clue.yaml");
        String before = text("rules.clue.lock.yaml");
        use(new ScriptedTextModel().toThoseAbout("Rule: No dangerous", Step.OBJECTIVENESS, request -> {
            try {
                Files.writeString(lockFile("rules"), before.replace("no lead is on the dog", "the dog runs free"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            return ScriptedTextModel.finished("{\"explanation\": \"it is dangerous\", \"score\": 3}");
        }));
        Result result = asking("rules.clue.yaml", "--recompile", "knives");
        assertThat(result.err()).contains("rule dogs: its entry was changed while the rules were compiled");
        assertThat(text("rules.clue.lock.yaml")).contains("the dog runs free").contains("it is dangerous");
    }

    @Test
    void aBrokenLockIsRefusedBeforeAnythingIsAsked() {
        clue.file("rules.clue.lock.yaml", "lock_format: 1\nconstitution: house\nrules:\n  - id: dogs\n");
        Result result = asking("rules.clue.yaml");
        assertThat(result.status()).isEqualTo(ExitStatus.CONSTITUTION.code());
        assertThat(result.err()).contains("rules.clue.lock.yaml:4:5").contains("run clue compile");
        assertThat(model.asked()).isEmpty();
    }

    @Test
    void aConstitutionThatSomebodyWroteIsNotOverwritten() throws IOException {
        clue.file("house.clue.yaml", CONSTITUTION);
        Result result = asking("house.md");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("house.clue.yaml was not written from")
                .contains("move it away");
        assertThat(text("house.clue.yaml")).isEqualTo(CONSTITUTION);
    }

    @Test
    void whatPeopleAddToTheConstitutionOfAMarkdownStays() throws IOException {
        asking("house.md");
        String added = text("house.clue.yaml").replace("rules:\n", "rules: # ours\n") + "    maps_to: [violence]\n";
        clue.file("house.clue.yaml", added);
        assertThat(compile("house.md", "--check").status()).isZero();
        assertThat(asking("house.md").status()).isZero();
        assertThat(text("house.clue.yaml")).isEqualTo(added);
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

    @Test
    void suppressionsOutliveAChangeOfTheMarkdown() throws IOException {
        asking("house.md");
        String first = text("house.clue.yaml");
        clue.file(
                "house.clue.yaml",
                first.replace("constitution:", "# lint: allow too-long: the house likes it\nconstitution:")
                        .replace("  - id: knives", "  # lint: allow vague-word: so the house says\n  - id: knives")
                        .replace("  - id: dogs", "  # lint: allow not-visible: dogs are seen\n  - id: dogs"));
        String changed = POLICY.replace("A dog must be on a lead", "A dog must be on a red lead");
        clue.file("house.md", changed);
        assertThat(asking("house.md", "--dry-run").out()).doesNotContain("-# lint", "-  # lint");
        Result result = asking("house.md");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("is not kept");
        assertThat(text("house.clue.yaml"))
                .contains("# lint: allow too-long: the house likes it\nconstitution: house-rules\n")
                .contains(
                        "  # lint: allow not-visible: dogs are seen\n  - id: dogs\n    rule: A dog must be on a red lead")
                .contains("  # lint: allow vague-word: so the house says\n  - id: knives\n");

        clue.file(
                "house.md",
                changed.replaceFirst("(?m)^- ..Dogs.*$", "- **Scooters.** No three people on one scooter."));
        Result gone = asking("house.md");
        assertThat(gone.status()).as(gone.err()).isZero();
        assertThat(oneLine(gone.err()))
                .contains(
                        "\"# lint: allow not-visible: dogs are seen\" is not kept, because what it is about in rule dogs is")
                .contains("the rule is gone from the policy");
        assertThat(text("house.clue.yaml"))
                .contains("# lint: allow too-long", "# lint: allow vague-word")
                .doesNotContain("dogs");
    }

    @Test
    void recordedAnswersTakeThePlaceOfAModel() throws IOException {
        Path recording = folder.resolve("answers.jsonl");
        Result recorded = asking("rules.clue.yaml", "--record", recording.toString());
        String lock = text("rules.clue.lock.yaml");
        Files.delete(lockFile("rules"));
        Result replayed = compile("rules.clue.yaml", "--recorded", recording.toString());
        assertThat(replayed.status()).as(replayed.err()).isZero();
        assertThat(replayed.out()).isEqualTo(recorded.out());
        assertThat(text("rules.clue.lock.yaml").replaceAll("model_sha256: .*", ""))
                .isEqualTo(lock.replaceAll("model_sha256: .*", ""));

        clue.file("rules.clue.yaml", CONSTITUTION.replace("on a lead", "on a lead always"));
        String open = clue.path("open.jsonl");
        Result missing = compile("rules.clue.yaml", "--recorded", recording.toString(), "--unanswered", open);
        assertThat(missing.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(oneLine(missing.out()))
                .contains("has no answer to the objectiveness prompt")
                .contains("run again when the recording has the answers that it lacks; what is compiled is kept")
                .doesNotContain("when the model can be reached");
        assertThat(missing.err()).contains("1 prompt without a recorded answer");
        assertThat(text("open.jsonl").lines()).hasSize(2).last().asString().contains("on a lead always");
        Files.writeString(
                folder.resolve("open.jsonl"), text("open.jsonl").replace("\"answer\":\"\"", "\"answer\":\"yes\""));
        for (String taken : List.of(open, recording.toString())) {
            Result refused = compile("rules.clue.yaml", "--recorded", recording.toString(), "--unanswered", taken);
            assertThat(refused.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(refused.err()).contains("overwrit");
        }
    }

    @Test
    void aModelBehindAServerCompiles() {
        try (ScriptedServer server = ScriptedServer.start(new WritingMind())) {
            Map<String, String> environment =
                    Map.of("OPENAI_BASE_URL", server.address(), "OPENAI_API_KEY", "sk-secret");
            clue.textModels(new TextModelSources(new OpenAiSource(
                    environment,
                    ModelStore.standard(),
                    ProbeMemory.in(folder.resolve("probes")),
                    ImpatientServer::at)));
            Result result = compile("rules.clue.yaml", "--text-model", "openai:scripted", "--rules-together", "2");
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(LockFile.read(lockFile("rules")).rules())
                    .extracting(entry -> entry.compiledBy().model())
                    .containsExactly("openai:scripted", "openai:scripted");
            assertThat(server.chats())
                    .isNotEmpty()
                    .allSatisfy(chat -> assertThat(chat.body()
                                    .at("/response_format/json_schema/name")
                                    .asText())
                            .isNotEmpty());
            Result unknown = compile("rules.clue.yaml", "--recompile", "dogs", "--text-model", "pictogram");
            assertThat(unknown.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(unknown.err())
                    .contains("\"pictogram\" is not behind a server")
                    .contains("openai:NAME");
        }
    }

    /** Knows by the prompt's first words which step it belongs to. */
    private static final class WritingMind implements ScriptedServer.Mind {

        private static final Map<String, Step> BEGINNINGS = Map.of(
                "How objective", Step.OBJECTIVENESS,
                "Rewrite a rule", Step.REVISION,
                "Take a rule", Step.PRECONDITIONS,
                "For each of these", Step.OBJECTS,
                "Check each", Step.STATEMENTS,
                "A rule says", Step.CASES,
                "The author", Step.BORDER,
                "These statements", Step.SAME);

        private final ScriptedTextModel model = new ScriptedTextModel();

        @Override
        public AnswerProbability answer(@Nullable BufferedImage image, String question) {
            throw new IllegalStateException("no scores are asked for");
        }

        @Override
        public String say(@Nullable BufferedImage image, String lastTurn) {
            String step = BEGINNINGS.entrySet().stream()
                    .filter(entry -> lastTurn.startsWith(entry.getKey()))
                    .findFirst()
                    .orElseThrow()
                    .getValue()
                    .key();
            return model.answer(TextRequest.of("", lastTurn, 1).withSchema(new TextRequest.JsonSchema(step, "{}")))
                    .text();
        }
    }
}
