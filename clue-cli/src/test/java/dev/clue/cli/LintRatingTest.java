package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.compile.ScriptedTextModel;
import dev.clue.compile.Step;
import dev.clue.error.ModelUnavailableException;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.ImpatientServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code clue lint --objectiveness}. */
class LintRatingTest {

    private static final String RULES = HouseRules.CONSTITUTION;

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);
    private ScriptedTextModel model = new ScriptedTextModel();

    @BeforeEach
    void rules() {
        clue = new Clue(folder).file("rules.clue.yaml", RULES);
        use(new ScriptedTextModel());
    }

    private void use(ScriptedTextModel next) {
        model = next;
        clue.textModels(name -> model);
    }

    private Result lint(String... more) {
        return clue.run(
                Stream.concat(Stream.of("lint", clue.path("rules.clue.yaml"), "--objectiveness"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private Result asking(String... more) {
        return lint(Stream.concat(Stream.of("--text-model", "scripted"), Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void eachRuleIsRatedAndALowRatingIsAFinding() {
        Result result = asking();
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains(
                        "rules.clue.yaml:7:11: warning: rule knives: objectiveness 4 of 10, where 9 is enough: so it is")
                .doesNotContain("rule dogs: objectiveness");
        assertThat(result.err())
                .contains("objectiveness: 1 rule 9 of 10, 1 rule 4 of 10; by the lock 0, by the model 2; 4 calls, ");
        assertThat(asking("--fail-on", "warning").status()).isEqualTo(ExitStatus.GATE.code());
    }

    @Test
    void jsonHasTheScoreOfEveryRuleAndFollowsTheSchema() throws IOException {
        Result result = asking("--format", "json");
        requireSchema(result.out());
        requireSchema(asking("--format", "json", "--price", "1,2").out());
        JsonNode ratings = new ObjectMapper().readTree(result.out()).path("objectiveness");
        assertThat(ratings).hasSize(2);
        assertThat(ratings.get(0).path("rule").asText()).isEqualTo("dogs");
        assertThat(ratings.get(0).path("score").asInt()).isEqualTo(9);
        assertThat(ratings.get(0).path("rated_by").asText()).isEqualTo("model");
        assertThat(ratings.get(1).path("explanation").asText()).isEqualTo("so it is");
    }

    private static void requireSchema(String report) throws IOException {
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(
                                Files.readString(Path.of("..", "docs", "schema", "lint-report.schema.json")),
                                InputFormat.JSON)
                        .validate(report, InputFormat.JSON))
                .isEmpty();
    }

    /** Of the scripted model's calls each has 10 prompt tokens and 5 generated ones. */
    @Test
    void withAPriceTheRunSaysWhatItCost() throws IOException {
        Result result = asking("--price", "1000,4000", "--format", "json");
        assertThat(result.status()).as(result.err()).isZero();
        int calls = model.asked().size();
        JsonNode usage = new ObjectMapper().readTree(result.out()).path("usage");
        assertThat(usage.path("calls").asInt()).isEqualTo(calls).isPositive();
        assertThat(usage.path("cost").asDouble()).isCloseTo(calls * (10 * 0.001 + 5 * 0.004), within(1e-9));
        assertThat(result.err())
                .contains(String.format(
                        Locale.ROOT,
                        "; %d calls, %d tokens: about %.4f at that price",
                        calls,
                        calls * 15,
                        calls * 0.03));

        Result without = asking("--format", "json");
        assertThat(new ObjectMapper()
                        .readTree(without.out())
                        .at("/usage/input_tokens")
                        .asInt())
                .isEqualTo(calls * 10);
        assertThat(without.out()).doesNotContain("cost");
        assertThat(without.err()).doesNotContain("price");
        assertThat(clue.run("lint", clue.path("rules.clue.yaml"), "--format", "json")
                        .out())
                .doesNotContain("usage");
    }

    /** Whoever has a price in the environment for other commands is no worse off where none is asked. */
    @Test
    void aPriceForEveryRunConcernsOnlyThoseThatAskAModel() {
        clue.environment("CLUE_PRICE", "1,2");
        Result offline = clue.run("lint", clue.path("rules.clue.yaml"));
        assertThat(offline.status()).as(offline.err()).isZero();
        assertThat(offline.err()).doesNotContain("price");
        assertThat(asking().err()).contains("at that price");
    }

    @Test
    void sarifHasTheFindings() throws IOException {
        use(new ScriptedTextModel()
                .toThoseAbout("dog", Step.OBJECTIVENESS, request -> ScriptedTextModel.finished("no")));
        Result result = asking("--format", "sarif");
        SarifSchema.requireValid(result.out());
        JsonNode results = new ObjectMapper().readTree(result.out()).at("/runs/0/results");
        assertThat(results)
                .extracting(found -> found.path("ruleId").asText() + " "
                        + found.path("level").asText())
                .contains("not-rated error", "low-objectiveness warning");
    }

    @Test
    void whatTheLockRatesCostsNoCall() {
        clue.run("compile", clue.path("rules.clue.yaml"), "--text-model", "scripted");
        ScriptedTextModel compiling = model;
        int asked = compiling.asked().size();
        Result result = asking();
        assertThat(result.status()).isZero();
        assertThat(result.err()).contains("2 rules 9 of 10; by the lock 2, by the model 0; 0 calls, 0 tokens");
        assertThat(compiling.asked()).hasSize(asked);

        clue.file("rules.clue.yaml", RULES.replace("on a lead", "on a red lead"));
        Result changed = asking();
        assertThat(changed.err()).contains("by the lock 1, by the model 1; 3 calls");
        assertThat(changed.status()).as("the lock is stale").isEqualTo(ExitStatus.CONSTITUTION.code());
    }

    @Test
    void anAnswerThatIsNoneFailsItsRuleAloneWithCode5() {
        use(new ScriptedTextModel()
                .toThoseAbout("dog", Step.OBJECTIVENESS, request -> ScriptedTextModel.finished("I'm sorry, I can't.")));
        Result result = asking();
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(result.out())
                .contains(
                        "5:11: error: rule dogs: its objectiveness could not be rated, so it does not count as objective")
                .contains("it is a refusal", "[not-rated]", "rule knives: objectiveness 4 of 10");
        assertThat(result.err()).contains("1 rule 4 of 10, 1 rule not rated; ");

        clue.file(
                "rules.clue.yaml",
                RULES.replace(
                        "  - id: dogs",
                        "  # lint: allow not-rated: the model refuses it, we rated it 9\n  - id: dogs"));
        assertThat(asking().status()).as("a person decides").isZero();
    }

    @Test
    void aModelThatCannotBeAskedFailsTheRunAndLosesNoOfflineFinding() {
        use(new ScriptedTextModel().toThoseAbout("", Step.OBJECTIVENESS, request -> {
            throw new ModelUnavailableException("http://localhost:1 does not answer: start the server");
        }));
        Result result = asking();
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out())
                .contains("rule knives: 'dangerous' is in the eye of the beholder")
                .contains("rule dogs: its objectiveness could not be rated")
                .contains("http://localhost:1 does not answer");
        assertThat(model.asked()).hasSize(2);
    }

    /** The real client, and no server. */
    @Test
    void aServerThatIsNotThereIsNamed() {
        clue.textModels(new TextModelSources(new OpenAiSource(
                Map.of("OPENAI_BASE_URL", "http://127.0.0.1:9/v1"),
                ModelStore.standard(),
                ProbeMemory.in(folder.resolve("probes")),
                ImpatientServer::at)));
        Result result = lint("--text-model", "openai:llama");
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).contains("rule dogs: its objectiveness could not be rated", "127.0.0.1:9");
    }

    @Test
    void aModelThatRatesEverythingAlikeIsRefused() {
        use(new ScriptedTextModel().to(Step.OBJECTIVENESS, "{\"explanation\": \"fine\", \"score\": 10}"));
        Result result = asking();
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).contains("scripted cannot rate rules", "rule knives: its objectiveness could not be");
    }

    @Test
    void recordedAnswersOfTheCompilerAreReused() throws IOException {
        Path recording = folder.resolve("answers.jsonl");
        clue.run("compile", clue.path("rules.clue.yaml"), "--text-model", "m", "--record", recording.toString());
        Files.delete(folder.resolve("rules.clue.lock.yaml"));
        Result result = lint("--recorded", recording.toString());
        assertThat(result.status()).as(result.out() + result.err()).isZero();
        assertThat(result.err()).contains("1 rule 9 of 10, 1 rule 4 of 10; by the lock 0, by the model 2; 4 calls");

        clue.file("rules.clue.yaml", RULES.replace("on a lead", "on a lead always"));
        Path open = folder.resolve("open.jsonl");
        Result missing = lint("--recorded", recording.toString(), "--unanswered", open.toString());
        assertThat(missing.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(missing.out()).contains("has no answer to the objectiveness prompt", "rule knives: objectiveness 4");
        assertThat(missing.err()).contains("1 prompt without a recorded answer");
        assertThat(Files.readString(open).lines()).hasSize(2).last().asString().contains("on a lead always");
    }

    /** Whoever names a model for the compiler in the environment has not asked lint to use it. */
    @Test
    void withoutTheOptionNoModelIsAsked() {
        Result result = clue.environment("CLUE_TEXT_MODEL", "scripted").run("lint", clue.path("rules.clue.yaml"));
        assertThat(result.status()).isZero();
        assertThat(result.err()).doesNotContain("objectiveness");
        assertThat(model.asked()).isEmpty();
        assertThat(lint().err()).contains("by the model 2");
        assertThat(clue.environment("CLUE_OBJECTIVENESS", "true")
                        .run("lint", clue.path("rules.clue.yaml"))
                        .err())
                .contains("by the model 2");
    }

    @Test
    void aFileThatIsThereIsKeptBeforeAnythingIsPaidFor() throws IOException {
        clue.file("report.json", "kept");
        Result refused = asking("--output", clue.path("report.json"));
        assertThat(refused.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(refused.err()).contains("report.json: exists");
        assertThat(model.asked()).isEmpty();
        assertThat(asking("--output", clue.path("report.json"), "--overwrite").status())
                .isZero();
        assertThat(Files.readString(folder.resolve("report.json"))).contains("\"objectiveness\"");
    }

    @Test
    void theFormAloneOnTheCommandLineGoesBeforeRatingsForEveryRun() {
        clue.environment("CLUE_OBJECTIVENESS", "true").environment("CLUE_TEXT_MODEL", "scripted");
        Result form = clue.run("lint", clue.path("rules.clue.yaml"), "--syntax");
        assertThat(form.status()).as(form.err()).isZero();
        assertThat(model.asked()).isEmpty();
        clue.environment("CLUE_OBJECTIVENESS", "").environment("CLUE_SYNTAX", "true");
        assertThat(lint().err()).contains("by the model 2");
    }

    @Test
    void optionsThatContradictEachOtherAreRefused() {
        for (List<String> wrong : List.of(
                List.of("--objectiveness"),
                List.of("--text-model", "m"),
                List.of("--recorded", "answers.jsonl"),
                List.of("--timeout", "600"),
                List.of("--price", "1,2"),
                List.of("--objectiveness", "--text-model", "m", "--price", "cheap"),
                List.of("--objectiveness", "--text-model", "m", "--timeout", "0"),
                List.of("--objectiveness", "--syntax", "--text-model", "m"),
                List.of("--objectiveness", "--recorded", clue.path("none.jsonl")),
                List.of("--objectiveness", "--text-model", "m", "--unanswered", "u.jsonl"),
                List.of("--objectiveness", "--text-model", "m", "--record", clue.path("rules.clue.yaml")))) {
            Result result = clue.run(Stream.concat(Stream.of("lint", clue.path("rules.clue.yaml")), wrong.stream())
                    .toArray(String[]::new));
            assertThat(result.status()).as("%s: %s", wrong, result.err()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(result.err()).startsWith("clue: ");
        }
        assertThat(model.asked()).isEmpty();
    }
}
