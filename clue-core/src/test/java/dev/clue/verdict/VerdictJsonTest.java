package dev.clue.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.clue.error.ConfigurationException;
import dev.clue.image.Box;
import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCHEMA = Path.of("..", "docs", "schema", "verdict.schema.json");
    private static final Failure FAILURE = new Failure(Failure.MODEL_UNAVAILABLE, "the model is busy; try again");
    private static final ModelIdentity MODEL = new ModelIdentity("pictogram", "sha256:" + "a".repeat(64));

    static Stream<Arguments> verdicts() {
        StatementVerdict token = new StatementVerdict(
                "a child is visible",
                StatementVerdict.Outcome.HOLDS,
                0.9,
                StatementVerdict.Step.TOKEN,
                0.98,
                0.25,
                1.0,
                0.99,
                null,
                null,
                null);
        StatementVerdict region = new StatementVerdict(
                "a child touches a weapon",
                StatementVerdict.Outcome.HOLDS,
                0.75,
                StatementVerdict.Step.REGION,
                0.7,
                0.2,
                0.9,
                0.8,
                new StatementVerdict.Region(new Box(1, 2, 30, 40), 0.5, 0.05, 0.875, new Box(0, 1, 50, 51)),
                null,
                null);
        StatementVerdict reasoning = new StatementVerdict(
                "it is night",
                StatementVerdict.Outcome.FAILS,
                0.25,
                StatementVerdict.Step.REASONING,
                0.5,
                0.5,
                0.01,
                0.02,
                null,
                "the sky is blue,\n\"bright\" 🌞 \u2028",
                null);
        StatementVerdict undecided = new StatementVerdict(
                "a cat is visible",
                StatementVerdict.Outcome.UNDECIDED,
                StatementVerdict.UNDECIDED_SCORE,
                StatementVerdict.Step.TOKEN,
                null,
                null,
                null,
                null,
                null,
                null,
                FAILURE);
        RuleVerdict violated = new RuleVerdict(
                "weapon-near-child",
                RuleVerdict.Outcome.VIOLATED,
                0.75,
                0.31,
                List.of(
                        new PreconditionVerdict(StatementVerdict.Outcome.HOLDS, List.of(reasoning, token)),
                        new PreconditionVerdict(StatementVerdict.Outcome.HOLDS, List.of(region))),
                null);
        RuleVerdict notViolated = new RuleVerdict(
                "night",
                RuleVerdict.Outcome.NOT_VIOLATED,
                0.25,
                null,
                List.of(new PreconditionVerdict(
                        StatementVerdict.Outcome.FAILS, List.of(reasoning.shared(), reasoning))),
                null);
        RuleVerdict notRelevant = new RuleVerdict("fire", RuleVerdict.Outcome.NOT_RELEVANT, 0, -0.05, List.of(), null);
        RuleVerdict undecidedRule = new RuleVerdict(
                "cat",
                RuleVerdict.Outcome.UNDECIDED,
                StatementVerdict.UNDECIDED_SCORE,
                0.2,
                List.of(new PreconditionVerdict(StatementVerdict.Outcome.UNDECIDED, List.of(undecided))),
                null);
        RuleVerdict unscanned = new RuleVerdict(
                "scan",
                RuleVerdict.Outcome.UNDECIDED,
                StatementVerdict.UNDECIDED_SCORE,
                null,
                List.of(new PreconditionVerdict(StatementVerdict.Outcome.HOLDS, List.of(token))),
                FAILURE);
        return Stream.of(
                Arguments.of(
                        "unsafe", verdict(ImageVerdict.Outcome.UNSAFE, 0.75, null, violated, notViolated, notRelevant)),
                Arguments.of(
                        "unsafe in part", verdict(ImageVerdict.Outcome.UNSAFE, 0.75, FAILURE, violated, undecidedRule)),
                Arguments.of("safe", verdict(ImageVerdict.Outcome.SAFE, 0.25, null, notViolated, notRelevant)),
                Arguments.of(
                        "undecided", verdict(ImageVerdict.Outcome.UNDECIDED, 0.49, FAILURE, undecidedRule, unscanned)),
                Arguments.of(
                        "outside the domain",
                        verdict(
                                ImageVerdict.Outcome.UNDECIDED,
                                0.49,
                                new Failure(Failure.OUTSIDE_DOMAIN, "made for drawn scenes; get another model"))),
                Arguments.of("unread", unread()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void everyKindOfVerdictFollowsThePublishedSchema(String name, ImageVerdict verdict) throws IOException {
        String line = VerdictJson.write(verdict);
        assertThat(schema().validate(line, InputFormat.JSON)).isEmpty();
        assertThat(strictSchema().validate(line, InputFormat.JSON))
                .as("fields that the schema does not describe")
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("verdicts")
    void whatIsWrittenIsReadBack(String name, ImageVerdict verdict) {
        String line = VerdictJson.write(verdict);
        assertThat(line).doesNotContain("\n", "null");
        assertThat(VerdictJson.read(line)).isEqualTo(verdict);
        assertThat(VerdictJson.write(VerdictJson.read(line))).isEqualTo(line);
    }

    @Test
    void writesFieldsByTheirPublishedNames() throws IOException {
        ImageVerdict unsafe =
                (ImageVerdict) verdicts().findFirst().orElseThrow().get()[1];
        JsonNode line = JSON.readTree(VerdictJson.write(unsafe));

        assertThat(line.at("/verdict").textValue()).isEqualTo("unsafe");
        assertThat(line.at("/image/uri").textValue()).isEqualTo("a/b.png");
        assertThat(line.at("/rules/0/verdict").textValue()).isEqualTo("violated");
        assertThat(line.at("/rules/1/verdict").textValue()).isEqualTo("not_violated");
        JsonNode region = line.at("/rules/0/preconditions/1/any/0");
        assertThat(region.at("/by").textValue()).isEqualTo("region");
        assertThat(region.at("/p_yes").doubleValue()).isEqualTo(0.7);
        assertThat(region.at("/region/box").toString()).isEqualTo("[1,2,30,40]");
        assertThat(region.at("/region/cropped").booleanValue()).isTrue();
        assertThat(region.at("/region/crop").toString()).isEqualTo("[0,1,50,51]");
        assertThat(region.at("/region/p_without").doubleValue()).isEqualTo(0.05);
        assertThat(line.at("/usage/input_tokens").longValue()).isEqualTo(200);
        assertThat(line.at("/timing_ms/total").doubleValue()).isEqualTo(12.346);
        assertThat(line.at("/created_at").textValue()).isEqualTo("2026-11-24T07:00:00Z");
    }

    @Test
    void roundsNumbersAndWritesThemPlainly() {
        StatementVerdict tiny = new StatementVerdict(
                "x",
                StatementVerdict.Outcome.FAILS,
                0.00001234567,
                StatementVerdict.Step.TOKEN,
                1e-12,
                0.1 + 0.2,
                0.123456789,
                null,
                null,
                null,
                null);
        String line = VerdictJson.write(verdict(
                ImageVerdict.Outcome.SAFE,
                0.00001234567,
                null,
                new RuleVerdict(
                        "r",
                        RuleVerdict.Outcome.NOT_VIOLATED,
                        0.00001234567,
                        null,
                        List.of(new PreconditionVerdict(StatementVerdict.Outcome.FAILS, List.of(tiny))),
                        null)));
        assertThat(line)
                .contains("\"score\":0.000012,", "\"p_yes\":0,", "\"prior\":0.3,", "\"mass\":0.123457")
                .doesNotContain("E-");
    }

    @Test
    void readsLinesOfALaterVersion() throws IOException {
        ImageVerdict verdict =
                (ImageVerdict) verdicts().findFirst().orElseThrow().get()[1];
        ObjectNode line = (ObjectNode) JSON.readTree(VerdictJson.write(verdict));
        line.put("new_field", 1);
        ((ObjectNode) line.get("image")).put("new_field", 1);
        ((ObjectNode) line.at("/rules/0")).put("new_field", 1);
        assertThat(VerdictJson.read(line.toString())).isEqualTo(verdict);
        assertThat(schema().validate(line.toString(), InputFormat.JSON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "1", "null", "{}", "{\"id\":\"a\"}", "{\"id\":\"a\",\"id\":\"a\"}", "{} {}"})
    void whatIsNoVerdictIsRefused(String line) {
        assertThatThrownBy(() -> VerdictJson.read(line))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("this is no verdict");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verdict=\"maybe\"",
                "/score=\"high\"",
                "/image/width=1.5",
                "/image/frame=null",
                "/rules={}",
                "/rules/0/preconditions=1",
                "/rules/0/preconditions/1/any/0/region/box=[1,2,3]",
                "/rules/0/preconditions/1/any/0/region/box=[3,2,1,4]",
                "/rules/0/preconditions/1/any/0/region/cropped=1",
                "/rules/0/preconditions/1/any/0/region/crop=[1,2]",
                "/usage/calls=1.5",
                "/created_at=\"yesterday\"",
                "/timing_ms/total=\"long\"",
            })
    void aWrongFieldIsNamed(String change) throws IOException {
        String[] parts = change.split("=", 2);
        int slash = parts[0].lastIndexOf('/');
        String name = parts[0].substring(slash + 1);
        ImageVerdict verdict =
                (ImageVerdict) verdicts().findFirst().orElseThrow().get()[1];
        JsonNode line = JSON.readTree(VerdictJson.write(verdict));
        ((ObjectNode) line.at(parts[0].substring(0, slash))).set(name, JSON.readTree(parts[1]));
        assertThatThrownBy(() -> VerdictJson.read(line.toString()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(name);
    }

    @Test
    void everyTruncatedLineIsRefused() {
        ImageVerdict verdict =
                (ImageVerdict) verdicts().findFirst().orElseThrow().get()[1];
        String line = VerdictJson.write(verdict);
        for (int length = 0; length < line.length(); length++) {
            String truncated = line.substring(0, length);
            assertThatThrownBy(() -> VerdictJson.read(truncated)).isInstanceOf(ConfigurationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/verdict=\"unknown\"",
                "/score=0.3",
                "/id=\"x\"",
                "/rules/0/preconditions/0/any=[]",
                "/models/vlm=null",
                "/image/sha256=\"x\"",
            })
    void theSchemaRefusesWhatClueNeverWrites(String change) throws IOException {
        String[] parts = change.split("=", 2);
        int slash = parts[0].lastIndexOf('/');
        ImageVerdict verdict =
                (ImageVerdict) verdicts().findFirst().orElseThrow().get()[1];
        JsonNode line = JSON.readTree(VerdictJson.write(verdict));
        ((ObjectNode) line.at(parts[0].substring(0, slash)))
                .set(parts[0].substring(slash + 1), JSON.readTree(parts[1]));
        assertThat(schema().validate(line.toString(), InputFormat.JSON)).isNotEmpty();
    }

    private static ImageVerdict verdict(
            ImageVerdict.Outcome outcome, double score, @Nullable Failure error, RuleVerdict... rules) {
        return new ImageVerdict(
                "0123456789abcdef0123456789abcdef",
                new ImageVerdict.ImageReference("a/b.png", "b".repeat(64), 512, 256, 1234L, 2),
                new ImageVerdict.ConstitutionReference("playground", 3, "c".repeat(64)),
                outcome,
                score,
                List.of(rules),
                new ImageVerdict.Models(MODEL, MODEL, MODEL),
                "1",
                "paper",
                new Usage(10, 200, 30),
                new TreeMap<>(Map.of("total", 12.346, "token", 0.5)),
                "0.1.0",
                Instant.parse("2026-11-24T07:00:00Z"),
                error);
    }

    private static ImageVerdict unread() {
        return new ImageVerdict(
                "0123456789abcdef0123456789abcdef",
                new ImageVerdict.ImageReference("a/b.png", null, null, null, null, 0),
                new ImageVerdict.ConstitutionReference("playground", 3, "c".repeat(64)),
                ImageVerdict.Outcome.UNDECIDED,
                0.49,
                List.of(),
                new ImageVerdict.Models(MODEL, null, null),
                "1",
                "paper",
                Usage.NONE,
                new TreeMap<>(Map.of("total", 1.0)),
                "0.1.0",
                Instant.parse("2026-11-24T07:00:00Z"),
                new Failure("damaged", "the file ends early; get a whole copy"));
    }

    private static Schema schema() throws IOException {
        return registry().getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    }

    /** The published schema, but with every object closed. */
    private static Schema strictSchema() throws IOException {
        JsonNode schema = JSON.readTree(Files.readString(SCHEMA));
        close(schema);
        return registry().getSchema(schema.toString(), InputFormat.JSON);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("type").asText().equals("object")
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(VerdictJsonTest::close);
    }

    private static SchemaRegistry registry() {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    }
}
