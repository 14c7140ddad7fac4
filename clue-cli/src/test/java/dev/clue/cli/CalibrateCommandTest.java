package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.cli.Clue.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {

    @TempDir
    Path folder = Path.of("");

    private Clue clue = new Clue(folder);

    /** Twelve unsafe images, one of them with a low score, and eight safe ones. */
    @BeforeEach
    void aSet() {
        clue = new Clue(folder).constitution();
        StringBuilder metadata = new StringBuilder();
        for (int i = 0; i < 20; i++) {
            boolean unsafe = i < 12;
            int colour = i == 0 ? PaintedModels.MAGENTA : unsafe ? PaintedModels.RED : PaintedModels.GREEN;
            clue.image("set/" + i + ".png", colour, 20, 10 + i);
            metadata.append("{\"file_name\": \"" + i + ".png\", \"label\": \"" + (unsafe ? "unsafe" : "safe")
                    + "\", \"violated\": [" + (unsafe ? "\"weapon-near-child\"" : "") + "]}\n");
        }
        clue.file("set/metadata.jsonl", metadata.toString());
    }

    private Result calibrate(String... more) {
        String[] arguments = new String[5 + more.length];
        System.arraycopy(
                new String[] {"calibrate", clue.path("set"), "-c", clue.path("playground.clue.yaml"), "--overwrite"},
                0,
                arguments,
                0,
                5);
        System.arraycopy(more, 0, arguments, 5, more.length);
        return clue.run(arguments);
    }

    private Result judge(String image, String... more) {
        String[] arguments = new String[6 + more.length];
        System.arraycopy(
                new String[] {"judge", image, "-c", clue.path("playground.clue.yaml"), "--format", "jsonl"},
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return clue.run(arguments);
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void aProfileIsLearnedUsedAndNamed() throws IOException {
        Result result = calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err())
                .contains("n = 12 unsafe")
                .contains("at most 10.0 % of violations missed")
                .contains("at least 92.3 %")
                .contains("0.0 % with a missed violation")
                .contains("undecided by the scores alone");
        JsonNode profile = json(Files.readString(folder.resolve("mine.profile.json")));
        assertThat(profile.path("origin").path("bound").path("violations").asInt())
                .isEqualTo(12);
        assertThat(profile.path("reasoning").asText()).isEqualTo("only_finds");

        Result judged = judge(clue.path("set/1.png"), "--profile", clue.path("mine.profile.json"));
        assertThat(judged.status()).as(judged.err()).isZero();
        assertThat(json(judged.out()).path("profile").asText()).matches("mine@[0-9a-f]{12}");
        assertThat(json(judged.out()).path("verdict").asText()).isEqualTo("unsafe");
        assertThat(json(judge(clue.path("set/15.png"), "--profile", clue.path("mine.profile.json"))
                                .out())
                        .path("verdict")
                        .asText())
                .isEqualTo("safe");
        assertThat(json(judge(clue.path("set/1.png")).out()).path("profile").asText())
                .isEqualTo("paper");
    }

    /** Grey answers neither Yes nor No, and reasoning says No: under the paper's constants that is safe. */
    @Test
    void reasoningAcquitsNoneUnderABound() throws IOException {
        clue.image("grey.png", PaintedModels.GREY);
        assertThat(json(judge(clue.path("grey.png")).out()).path("verdict").asText())
                .isEqualTo("safe");
        calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        Result result = judge(clue.path("grey.png"), "--profile", clue.path("mine.profile.json"));
        JsonNode verdict = json(result.out());
        assertThat(verdict.path("verdict").asText()).isEqualTo("undecided");
        assertThat(verdict.path("error").path("kind").asText()).isEqualTo("unsure");
        assertThat(result.status())
                .as("what is left to people is no error: %s", result.err())
                .isZero();
        assertThat(result.err()).doesNotContain("error");
        assertThat(judge(clue.path("grey.png"), "--profile", clue.path("mine.profile.json"), "--fail-on", "undecided")
                        .status())
                .isEqualTo(100);
    }

    @Test
    void theProfileGoesToStandardOutputWithoutAFile() throws IOException {
        Result result = calibrate("--alpha", "0.1", "--scope", "rule");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(json(result.out()).path("origin").path("bound").path("scope").asText())
                .isEqualTo("rule");
    }

    @Test
    void tooFewLabelsAreRefusedAndLeaveNoFile() {
        Result result = calibrate("--alpha", "0.05", "--output", clue.path("mine.profile.json"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("needs 19 labelled unsafe images").contains("unsafe images 12");
        assertThat(folder.resolve("mine.profile.json")).doesNotExist();
        assertThat(folder.resolve("mine.calls.jsonl")).as("no model was asked").doesNotExist();
        assertThat(calibrate("--alpha", "1e-9").err()).contains("needs 999999999 labelled unsafe images");
        assertThat(calibrate("--alpha", "1.5").status()).isEqualTo(ExitStatus.USAGE.code());
    }

    @Test
    void aProfileForAnotherConstitutionIsRefused() {
        calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        clue.file("playground.clue.yaml", Clue.CONSTITUTION.replace("version: 3", "version: 4"));
        Result result = judge(clue.path("set/1.png"), "--profile", clue.path("mine.profile.json"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("constitution (made for playground version 3")
                .contains("clue calibrate");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void withoutLabelsMeansAreLearned() throws IOException {
        Result result =
                clue.run("calibrate", clue.path("set"), "-c", clue.path("playground.clue.yaml"), "--unlabelled");
        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.err()).contains("20 images without labels").contains("no bound on missed violations");
        JsonNode profile = json(result.out());
        assertThat(profile.path("origin").path("method").asText()).isEqualTo("batch");
        // log odds: 11 of 0.97 : 0.02, one of 0.45 : 0.5, eight of 0.01 : 0.98
        double mean = (11 * Math.log(0.97 / 0.02) + Math.log(0.45 / 0.5) + 8 * Math.log(0.01 / 0.98)) / 20;
        assertThat(profile.path("statements"))
                .hasSize(3)
                .allSatisfy(
                        statement -> assertThat(statement.path("logit_shift").asDouble())
                                .isCloseTo(mean, org.assertj.core.api.Assertions.within(1e-9)));
    }

    @Test
    void whatCannotBeUsedIsSaidAndCounted() {
        clue.image("set/3.png", PaintedModels.BLACK);
        Result result = calibrate("--alpha", "0.1");
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(result.err()).contains("3.png").contains("left out").contains("n = 11 unsafe");
    }

    @Test
    void everyImageThatIsLeftOutIsCounted() throws IOException {
        Files.delete(folder.resolve("set/3.png"));
        clue.file("set/4.png", "no image");
        Result result = calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        JsonNode origin =
                json(Files.readString(folder.resolve("mine.profile.json"))).path("origin");
        assertThat(origin.path("left_out").asInt()).isEqualTo(2);
        assertThat(origin.path("images").asInt()).isEqualTo(18);
    }

    /** No threshold finds a violation of a rule that the constitution does not have. */
    @Test
    void anImageThatIsUnsafeByNoRuleIsLeftOutByName() throws IOException {
        Path labels = folder.resolve("set/metadata.jsonl");
        clue.file(
                "set/metadata.jsonl",
                Files.readString(labels)
                        .replaceFirst("(\"3.png\".*)weapon-near-child", "$1unheard-of")
                        .replaceFirst("(\"4.png\".*)weapon-near-child", "$1unheard-of"));
        Result result = calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(result.err())
                .contains(clue.path("set/3.png")
                        + ": its labels say unsafe, but by no rule of the constitution 'playground': left out")
                .contains(clue.path("set/4.png") + ": its labels say unsafe")
                .contains("n = 10 unsafe")
                .doesNotContain("Infinity");
        assertThat(json(Files.readString(folder.resolve("mine.profile.json")))
                        .path("origin")
                        .path("left_out")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void aBoundDoesNotGoWithoutLabels() {
        String[] withoutLabels = {
            "calibrate", clue.path("set"), "-c", clue.path("playground.clue.yaml"), "--unlabelled", "--alpha", "0.01"
        };
        assertThat(clue.run(withoutLabels).err())
                .contains("--unlabelled: nothing is bounded")
                .contains("with --alpha:");
        assertThat(calibrate("--unlabelled", "--scope", "rule", "--alpha", "0.1")
                        .err())
                .contains("does not go with --alpha and --scope");
        clue.file("clue.yaml", "alpha: 0.01\n");
        assertThat(calibrate("--unlabelled").status()).isZero();
        clue.file("clue.yaml", "unlabelled: true\n");
        assertThat(calibrate("--alpha", "0.1").err()).contains("n = 12 unsafe");
    }

    @Test
    void whatWasComputedIsNotComputedAgain() throws IOException {
        clue.file("set/3.png", "no image");
        Result refused = calibrate("--alpha", "0.08", "--output", clue.path("mine.profile.json"));
        assertThat(refused.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(refused.err()).contains("needs 12 labelled unsafe images").contains("unsafe images 11");
        assertThat(folder.resolve("mine.calls.jsonl")).exists();
        Result learned = calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        assertThat(learned.status()).as(learned.err()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(learned.err())
                .contains("model calls: 0 computed")
                .contains("kept in")
                .contains("mine.calls.jsonl");
        Result anew = calibrate("--alpha", "0.1", "--output", clue.path("new.profile.json"));
        assertThat(anew.err()).doesNotContain("calls: 0 computed");
        assertThat(statements("new.profile.json")).isEqualTo(statements("mine.profile.json"));
    }

    private JsonNode statements(String file) throws IOException {
        return json(Files.readString(folder.resolve(file))).path("statements");
    }

    @Test
    void whatIsThereIsKeptAndWhatToDoCanBeDone() {
        clue.file("mine.profile.json", "mine");
        Result result = clue.run(
                "calibrate",
                clue.path("set"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--alpha",
                "0.1",
                "--output",
                clue.path("mine.profile.json"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains("exists: replace it with --overwrite, or name another with --output")
                .doesNotContain("--resume");
        assertThat(calibrate("--alpha", "x").err()).contains("'--alpha'").contains("expected a number, but was 'x'");
    }

    @Test
    void theProfileIsNoStoreOfCalls() {
        String both = clue.path("mine.profile.json");
        Result result = calibrate("--alpha", "0.1", "--output", both, "--calls", both);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("cannot be both the profile and the store of model calls");
    }

    @Test
    void theProfileIsNoStoreOfCallsHoweverBothAreWritten() {
        Result result =
                calibrate("--alpha", "0.1", "--output", clue.path("pp.json"), "--calls", clue.path("set/../pp.json"));
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("cannot be both the profile and the store of model calls");
        assertThat(folder.resolve("pp.json")).doesNotExist();
    }

    @Test
    void whatIsReadIsNeverTheProfile() throws IOException {
        clue.file("mapping.yaml", "image: file_name\nlabel: {column: label, unsafe: [unsafe], safe: [safe]}\n");
        clue.file("clue.yaml", "alpha: 0.1\n");
        for (String read :
                List.of("set/metadata.jsonl", "set/3.png", "playground.clue.yaml", "mapping.yaml", "clue.yaml")) {
            byte[] before = Files.readAllBytes(folder.resolve(read));
            for (String option : List.of("--output", "--calls")) {
                Result result = calibrate("--mapping", clue.path("mapping.yaml"), option, clue.path(read));
                assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
                assertThat(result.err())
                        .contains(clue.path(read) + ": is read by this run")
                        .contains("name another with " + option);
                assertThat(folder.resolve(read)).hasBinaryContent(before);
            }
        }
        Result unlabelled = clue.run(
                "calibrate",
                clue.path("set"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--unlabelled",
                "--overwrite",
                "--output",
                clue.path("set/3.png"));
        assertThat(unlabelled.err()).contains("3.png: is read by this run");
    }

    @Test
    void anEvaluationDoesNotReplaceTheProfileThatItUses() throws IOException {
        Files.createDirectories(folder.resolve("own"));
        calibrate("--alpha", "0.1", "--output", clue.path("own/report.json"));
        String profile = Files.readString(folder.resolve("own/report.json"));
        Result result = clue.run(
                "eval",
                clue.path("set"),
                "-c",
                clue.path("playground.clue.yaml"),
                "--profile",
                clue.path("own/report.json"),
                "--output",
                clue.path("own"),
                "--overwrite");
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("report.json: is read by this run");
        assertThat(folder.resolve("own/report.json")).hasContent(profile);
    }

    @Test
    void aLabelledCalibrationReadsOneSet() {
        Result result =
                clue.run("calibrate", clue.path("set"), clue.path("set"), "-c", clue.path("playground.clue.yaml"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("--unlabelled");
    }

    @Test
    void aProfileThatAPersonHasBrokenIsRefusedByFileAndField() throws IOException {
        calibrate("--alpha", "0.1", "--output", clue.path("mine.profile.json"));
        String text = Files.readString(folder.resolve("mine.profile.json"));
        clue.file("mine.profile.json", text.replace("\"violations\" : 12", "\"violations\" : 0"));
        Result result = judge(clue.path("set/1.png"), "--profile", clue.path("mine.profile.json"));
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err())
                .contains(clue.path("mine.profile.json"))
                .contains("origin.bound.violations: must be 1 or more, but is 0");
    }
}
