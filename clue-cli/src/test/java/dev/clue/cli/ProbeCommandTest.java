package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.Fault;
import dev.clue.openai.ImpatientServer;
import dev.clue.openai.ScriptedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ProbeCommandTest {

    @TempDir
    Path folder = Path.of("");

    private final ScriptedServer scripted = ScriptedServer.start(new ColourMind());
    private Clue clue = new Clue(folder);

    @BeforeEach
    void server() {
        clue = new Clue(folder);
        clue.models(new ModelSources(
                clue.models,
                new OpenAiSource(
                        Map.of("OPENAI_BASE_URL", scripted.address()),
                        ModelStore.standard(),
                        ProbeMemory.in(folder.resolve("probes")),
                        ImpatientServer::at)));
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    @Test
    void aSoundServerIsDescribed() {
        Result result = clue.run("probe", "openai:scripted");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out())
                .contains("server: vLLM 0.0.0, context of 4096 tokens")
                .contains("log-probabilities before temperature")
                .contains("good  sees-images")
                .contains("good  known-answers", "it answers 6 rightly")
                .contains("questions a second")
                .endsWith("It can judge.\n");
    }

    @Test
    void programsGetNumbers() throws IOException {
        Result result = clue.run("probe", "openai:scripted", "--json");
        JsonNode report = new ObjectMapper().readTree(result.out());
        assertThat(report.path("can_judge").asBoolean()).isTrue();
        assertThat(report.at("/server/temperature").asText()).isEqualTo("raw");
        assertThat(report.at("/server/context_tokens").asInt()).isEqualTo(4096);
        assertThat(report.at("/checks/0/id").asText()).isEqualTo("sees-images");
        assertThat(report.at("/checks/0/figures/difference").asDouble()).isGreaterThan(0.4);
    }

    @Test
    void numbersFollowThePublishedSchema() throws IOException {
        List<Result> results = new ArrayList<>(List.of(
                clue.run("probe", "pictogram", "--json"),
                clue.run("probe", "openai:scripted", "--json"),
                clue.run("probe", "openai:scripted", "--json", "--answers", "sampled:2"),
                clue.run("probe", "openai:scripted", "--json", "--answers", "reasoning")));
        for (Fault fault : List.of(Fault.DROPS_IMAGES, Fault.PREVIOUS_IMAGE, Fault.NO_LOGPROBS, Fault.LITTLE_MASS)) {
            scripted.fault(fault);
            Result refused = clue.run("probe", "openai:scripted", "--json");
            assertThat(refused.status()).as(fault.name()).isEqualTo(ExitStatus.MODEL.code());
            results.add(refused);
        }
        Schema schema = schema();
        for (Result result : results) {
            assertThat(schema.validate(result.out(), InputFormat.JSON))
                    .as(result.out() + result.err())
                    .isEmpty();
        }
        String sound = results.get(1).out();
        for (String wrong : List.of(
                sound.replace("\"first_ms\"", "\"first\""),
                sound.replace("\"good\"", "\"fine\""),
                sound.replace("\"raw\"", "\"cooked\""),
                sound.replace("sha256:", ""))) {
            assertThat(schema.validate(wrong, InputFormat.JSON)).as(wrong).isNotEmpty();
        }
    }

    /** What docs/cli.md says about numbers is what is printed. */
    @Test
    void everyNumberIsDocumented() throws IOException {
        JsonNode report = new ObjectMapper()
                .readTree(clue.run("probe", "openai:scripted", "--json").out());
        String document = Files.readString(Path.of("..", "docs", "cli.md"));
        String section = document.substring(document.indexOf("## `clue probe`"), document.indexOf("## `clue models`"));
        for (JsonNode check : report.path("checks")) {
            String row = section.lines()
                    .filter(line -> line.startsWith("| `" + check.path("id").asText() + "` |"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(check.path("id") + " has no row"));
            check.path("figures")
                    .fieldNames()
                    .forEachRemaining(figure -> assertThat(row).contains("`" + figure + "`"));
        }
        report.fieldNames().forEachRemaining(key -> assertThat(section).contains("`" + key + "`"));
        report.path("server")
                .fieldNames()
                .forEachRemaining(key -> assertThat(section).contains("`" + key + "`"));
    }

    private static Schema schema() throws IOException {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(
                        Files.readString(Path.of("..", "docs", "schema", "probe-report.schema.json")),
                        InputFormat.JSON);
    }

    /** A liar is found out, and what is wrong is the last word. */
    @ParameterizedTest
    @CsvSource({
        "DROPS_IMAGES, sees-images, it does not see them",
        "PREVIOUS_IMAGE, right-image, once it was asked about another",
        "TEXT_ONLY, sees-images, use a multimodal model",
        "NO_LOGPROBS, sees-images, gives no log-probabilities",
        "MISPLACED_LOGPROBS, sees-images, gives no log-probabilities",
        "LATER_LOGPROBS, sees-images, they belong to another place",
        "LITTLE_MASS, sees-images, of its probability",
        "THINKS, sees-images, thinks before it answers",
        "WRONG_MODEL, sees-images, is another model"
    })
    void aLiarIsFoundOut(Fault fault, String check, String said) {
        scripted.fault(fault);
        Result result = clue.run("probe", "openai:scripted");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).containsPattern("BAD +" + check).endsWith("It cannot judge.\n");
        assertThat(result.err()).contains("openai:scripted cannot judge: ").contains(said);
    }

    @ParameterizedTest
    @CsvSource({"DROPS_IMAGES, its answers begin alike", "PREVIOUS_IMAGE, it chooses its words by chance"})
    void whereWordsAreReadTheWayOfAnsweringIsNamedAsACause(Fault fault, String cause) {
        scripted.fault(fault);
        Result result = clue.run("probe", "openai:scripted", "--answers", "sampled:3");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err()).contains(cause).contains("try --answers logprobs");
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_LOGPROBS", "REFUSES_LOGPROBS", "THINKS"})
    void withoutScoresItMayStillReason(Fault fault) {
        scripted.fault(fault);
        Result result = clue.run("probe", "openai:scripted", "--answers", "reasoning");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("answers read by reasoning").contains("good  right-image");
    }

    @Test
    void aNameThatIsNoneIsAMistakeOfUse() {
        for (String name : new String[] {"openai:", "openai:  "}) {
            Result result = clue.run("probe", name);
            assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(result.err()).contains("names no model");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999999", "-1", "\"many\"", "1.5"})
    void aContextThatCannotBeIsNotBelieved(String tokens) {
        scripted.contextTokens(tokens);
        Result result = clue.run("probe", "openai:scripted");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).doesNotContain("context of");
    }

    @Test
    void aServerThatIsNotThereIsOneSentence() {
        scripted.close();
        Result result = clue.run("probe", "openai:scripted");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err())
                .startsWith("clue: " + scripted.address() + " cannot be reached: nothing accepts the connection")
                .hasLineCount(1);
    }

    @Test
    void aLocalModelIsLookedAtToo() {
        Result result = clue.run("probe", "pictogram");
        assertThat(result.out())
                .startsWith("painted, answers read by logprobs\n")
                .doesNotContain("server:");
    }

    @Test
    void optionsOfServersAreRefusedForLocalModels() {
        Result result = clue.run("probe", "pictogram", "--answers", "reasoning");
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("--answers: is for models behind a server");
    }

    /** A local model is asked as always, whatever the environment says about those behind a server. */
    @Test
    void optionsOfServersThatHoldForEveryRunDoNotConcernLocalModels() {
        Result result = clue.environment("CLUE_ANSWERS", "reasoning").run("probe", "pictogram");
        assertThat(result.out()).startsWith("painted, answers read by logprobs\n");
        assertThat(clue.run("probe", "openai:scripted").out()).startsWith("openai:scripted, answers read by reasoning");
    }
}
