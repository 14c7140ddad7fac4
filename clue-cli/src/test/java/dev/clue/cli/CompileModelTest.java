package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.cli.engine.TextModelSources;
import dev.clue.compile.ScriptedTextModel;
import dev.clue.compile.Step;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.error.ModelUnavailableException;
import dev.clue.model.AnswerProbability;
import dev.clue.model.TextRequest;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.ImpatientServer;
import dev.clue.openai.ScriptedServer;
import dev.clue.openai.TransportOptions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The language model of {@code clue compile}: weak, broken, out of reach, recorded, or behind a server. */
class CompileModelTest extends HouseRules {

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
    void aModelThatRefusesEverythingIsRefused() throws IOException {
        ScriptedTextModel refusing = new ScriptedTextModel();
        for (Step step : Step.values()) {
            refusing.to(step, "I'm sorry, but I can't help with that.");
        }
        use(refusing);
        Map<String, String> before = files();
        Result result = asking("house.md");
        assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.err()).contains("of 3 answers the last cannot be used: it is a refusal");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void misspeltNamesAreFoundAlsoWhereNothingIsToBeDone() {
        asking("rules.clue.yaml");
        Result recorded = compile("rules.clue.yaml", "--recorded", clue.path("none.jsonl"));
        assertThat(recorded.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(recorded.err()).contains("none.jsonl");
        clue.textModels(new TextModelSources(OpenAiSource.of(
                Map.of(), ModelStore.standard(), ProbeMemory.in(folder.resolve("probes")), warning -> {})));
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
        assertThat(asking("rules.clue.yaml", "--format", "json").out()).contains("\"reason\" : \"unavailable\"");
    }

    /** Of the scripted model's calls each has 10 prompt tokens and 5 generated ones. */
    @Test
    void withAPriceTheRunSaysWhatItCost() throws IOException {
        Result result = asking("rules.clue.yaml", "--price", "1000,4000", "--format", "json");
        assertThat(result.status()).as(result.err()).isZero();
        int calls = model.asked().size();
        JsonNode usage = new ObjectMapper().readTree(result.out()).path("usage");
        assertThat(usage.path("cost").asDouble()).isCloseTo(calls * (10 * 0.001 + 5 * 0.004), within(1e-9));
        assertThat(result.err())
                .contains(String.format(
                        Locale.ROOT,
                        "; %d calls, %d tokens: about %.4f at that price",
                        calls,
                        calls * 15,
                        calls * 0.03));
        Result without = asking("rules.clue.yaml", "--recompile", "all", "--format", "json");
        assertThat(without.out()).doesNotContain("cost");
        assertThat(without.err()).doesNotContain("price");
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

    /** What is set for every run does not contradict what is asked for in this one. */
    @Test
    void aRecordingOnTheCommandLineGoesBeforeAModelForEveryRun() throws IOException {
        String recording = clue.path("answers.jsonl");
        asking("rules.clue.yaml", "--record", recording);
        String recorded = text("answers.jsonl");
        use(new ScriptedTextModel());
        clue.environment("CLUE_TEXT_MODEL", "scripted");
        Result replayed = compile("rules.clue.yaml", "--recompile", "all", "--recorded", recording);
        assertThat(replayed.status()).as(replayed.err()).isZero();
        clue.environment("CLUE_TEXT_MODEL", "")
                .file("clue.yaml", "text_model: scripted\nrecord: " + clue.path("more.jsonl") + "\n");
        replayed = compile("rules.clue.yaml", "--recompile", "all", "--recorded", recording);
        assertThat(replayed.status()).as(replayed.err()).isZero();
        clue.environment("CLUE_RECORDED", recording);
        replayed = compile("rules.clue.yaml", "--recompile", "all");
        assertThat(replayed.status()).as(replayed.err()).isZero();
        assertThat(model.asked()).isEmpty();
        assertThat(folder.resolve("more.jsonl")).doesNotExist();

        Result asked = asking("rules.clue.yaml", "--recompile", "all");
        assertThat(asked.status()).as(asked.err()).isZero();
        assertThat(model.asked()).isNotEmpty();
        assertThat(text("answers.jsonl")).isEqualTo(recorded);

        Result both = asking("rules.clue.yaml", "--recorded", recording);
        assertThat(both.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(both.err()).contains("--text-model: --recorded takes the place of a model: leave one of them out");
        Result record = compile("rules.clue.yaml", "--recorded", recording, "--record", clue.path("more.jsonl"));
        assertThat(record.err()).contains("--record: --recorded takes the place of a model");
        clue.environment("CLUE_TEXT_MODEL", "scripted");
        Result environment = compile("rules.clue.yaml");
        assertThat(environment.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(environment.err())
                .contains("--text-model: ")
                .contains("(from the environment variable CLUE_TEXT_MODEL)");
    }

    @Test
    void aServerIsAskedAsPatientlyAndAsWideAsTheUserSays() {
        AtomicReference<TransportOptions> asked = new AtomicReference<>(TransportOptions.DEFAULT);
        try (ScriptedServer server = ScriptedServer.start(new WritingMind())) {
            clue.textModels(new TextModelSources(new OpenAiSource(
                    Map.of("OPENAI_BASE_URL", server.address()),
                    ModelStore.standard(),
                    ProbeMemory.in(folder.resolve("probes")),
                    (endpoint, options, environment) -> {
                        asked.set(options);
                        return ImpatientServer.at(endpoint, options, environment);
                    })));
            List<String> patient = List.of("--text-model", "openai:scripted", "--timeout", "600", "--concurrency", "2");
            Result compiled = compile("rules.clue.yaml", patient.toArray(String[]::new));
            assertThat(compiled.status()).as(compiled.err()).isZero();
            assertThat(asked.get().attemptTimeout()).isEqualTo(Duration.ofSeconds(600));
            assertThat(asked.get().concurrency()).isEqualTo(2);
            Result rated = clue.run(
                    "lint",
                    clue.path("rules.clue.yaml"),
                    "--objectiveness",
                    "--text-model",
                    "openai:scripted",
                    "--timeout",
                    "700");
            assertThat(rated.status()).as(rated.err()).isZero();
            Result wrong = compile("rules.clue.yaml", "--text-model", "openai:scripted", "--timeout", "0");
            assertThat(wrong.status()).isEqualTo(ExitStatus.USAGE.code());
            assertThat(wrong.err()).contains("--timeout: must be 1 to 86400 seconds, but is 0");
            Result unknown = compile("rules.clue.yaml", "--recompile", "all", "--text-model", "openai:nobody");
            assertThat(unknown.status()).isEqualTo(ExitStatus.MODEL.code());
            assertThat(unknown.err()).contains("Name one of them: --text-model openai:NAME");
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
