package dev.clue.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.cli.Clue.Result;
import dev.clue.cli.engine.ModelSources;
import dev.clue.cli.engine.OpenAiSource;
import dev.clue.cli.engine.ProbeMemory;
import dev.clue.onnx.ModelStore;
import dev.clue.openai.Fault;
import dev.clue.openai.ImpatientServer;
import dev.clue.openai.ScriptedServer;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code clue judge} with a model behind a server that does everything wrong that servers do wrong: from the beginning,
 * and once it has been let in. Nothing of it is ever safe, and nothing that was found out before is lost. With {@code
 * -Dclue.faults=FILE} the table of docs/servers.md is written there.
 */
@Timeout(300)
class ServerFaultsTest {

    private static final String KEY = "sk-very-secret-0123456789";

    /**
     * Requests to see that the model sees: three statements, four looks each; six about each of six places; each of the nine
     * without an image.
     */
    private static final int PROBED = 12 + 36 + 9;

    /** The same for one that was seen before: one without an image, or two where words are read, and one statement. */
    private static final int SEEN_AGAIN = 1 + 4;

    /** Requests about the first image: two statements, with and without it. */
    private static final int FIRST_IMAGE = 4;

    @TempDir
    Path folder = Path.of("");

    private final ScriptedServer scripted = ScriptedServer.start(new ColourMind());
    private Clue clue = new Clue(folder);

    @BeforeEach
    void twoImages() {
        Map<String, String> environment = Map.of("OPENAI_BASE_URL", scripted.address(), "OPENAI_API_KEY", KEY);
        clue = new Clue(folder)
                .constitution()
                .image("a.png", PaintedModels.GREEN)
                .image("b.png", 0x00e000);
        clue.models(new ModelSources(
                clue.models,
                new OpenAiSource(
                        environment,
                        ModelStore.standard(),
                        ProbeMemory.in(folder.resolve("probes")),
                        ImpatientServer::at)));
        scripted.redirectTo("http://127.0.0.2:9/v1");
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    @Test
    void aSoundServerJudges() {
        clue.image("c.png", PaintedModels.RED).image("d.png", PaintedModels.BLUE);
        Result result = judge("--price", "1,2");
        assertThat(verdicts(result))
                .extracting(ImageVerdict::outcome)
                .containsExactly(
                        ImageVerdict.Outcome.SAFE,
                        ImageVerdict.Outcome.SAFE,
                        ImageVerdict.Outcome.UNSAFE,
                        ImageVerdict.Outcome.UNSAFE);
        assertThat(result.status()).isZero();
        assertThat(verdicts(result).getFirst().models().vlm().name()).isEqualTo("openai:scripted");
        assertThat(result.err())
                .contains("a server's model judges alone")
                .contains("--local-models")
                .containsPattern(
                        "[1-9][0-9]* model calls, [1-9][0-9]* prompt tokens, [1-9][0-9]* generated tokens: about 0")
                .doesNotContain(KEY);
        assertThat(result.out()).doesNotContain(KEY);
    }

    @Test
    void aModelThatWasSeenToSeeIsNotProbedAgain() {
        judge();
        int before = scripted.chats().size();
        judge();
        assertThat(scripted.chats().size() - before)
                .as("it is asked shortly; two statements about two images; once each how long they are without")
                .isEqualTo(SEEN_AGAIN + 4 + 2);
    }

    /** It was let in a minute ago, and its priors are kept. */
    @ParameterizedTest
    @CsvSource({
        "DROPS_IMAGES, logprobs, does not see images",
        "DROPS_IMAGES, sampled:3, does not see images",
        "DROPS_IMAGES, reasoning, does not see images",
        "PREVIOUS_IMAGE, logprobs, it answers about an image before",
        "PREVIOUS_IMAGE, sampled:3, it answers about an image before",
        "PREVIOUS_IMAGE, reasoning, it answers about an image before",
        "NO_PRIOR, logprobs, answers what is asked without an image with Yes or No in 0.0 %",
    })
    void aModelThatHasBecomeUnfitIsRefusedAtTheNextStart(Fault fault, String answers, String said) {
        judge("--answers", answers);
        scripted.fault(fault);
        Result result = judge("--answers", answers);
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(said);
    }

    @ParameterizedTest
    @CsvSource({"logprobs, 0", "sampled:3, 1", "reasoning, 0"})
    void imagesThatGetLostInMidRunAreNoticedAlsoWithKeptPriors(String answers, int more) {
        assertThat(judge("--answers", answers).status()).isZero();
        scripted.faultAfter(SEEN_AGAIN + more, Fault.DROPS_IMAGES);
        Result result = judge("--answers", answers);
        requireUndecided(result, "the image got lost");
    }

    @ParameterizedTest
    @CsvSource({
        "FILTERS_THOUGHTS, has a filter that held its answer back",
        "FILTERS_SUMMARIES, has a filter that held its answer back",
        "DECLINES_TO_THINK, declines to answer",
        "DECLINES_TO_SUMMARISE, declines to answer",
        "SAYS_NOTHING, answers without a word"
    })
    void reasoningThatIsHeldBackDecidesNothing(Fault fault, String cause) {
        scripted.fault(fault);
        Result result = judge("--answers", "reasoning");
        requireUndecided(result, cause);
    }

    @ParameterizedTest
    @CsvSource({"FILTERS_A_SAMPLE, has a filter that held its answer back", "DECLINES_A_SAMPLE, declines to answer"})
    void samplesOfWhichOneIsHeldBackDecideNothing(Fault fault, String cause) {
        assertThat(judge("--answers", "sampled:3").status()).isZero();
        scripted.faultAfter(SEEN_AGAIN + 1, fault);
        Result result = judge("--answers", "sampled:3");
        requireUndecided(result, cause);
    }

    @ParameterizedTest
    @ValueSource(strings = {"logprobs", "reasoning"})
    void answersThatAreNoiseAreRefused(String answers) {
        try (ScriptedServer noise = ScriptedServer.start(new NoiseMind())) {
            clue.models(new ModelSources(
                    clue.models,
                    new OpenAiSource(
                            Map.of("OPENAI_BASE_URL", noise.address()),
                            ModelStore.standard(),
                            ProbeMemory.in(folder.resolve("probes")),
                            ImpatientServer::at)));
            Result result = judge("--answers", answers);
            assertThat(result.status()).isEqualTo(ExitStatus.MODEL.code());
            assertThat(result.out()).isEmpty();
            assertThat(result.err())
                    .contains("openai:scripted at " + noise.address() + " does not answer by what an image shows");
            Result probed = clue.run("probe", "openai:scripted", "--answers", answers);
            assertThat(probed.status()).isEqualTo(ExitStatus.MODEL.code());
            assertThat(probed.out()).containsPattern("BAD +known-answers").contains("good  right-image");
            // Where words are read, they may be at fault.
            String otherWay = "try --answers logprobs, where probabilities are compared";
            assertThat(result.err().contains(otherWay)).isEqualTo(answers.equals("reasoning"));
            assertThat(probed.out().contains(otherWay)).isEqualTo(answers.equals("reasoning"));
            assertThat(probed.out().contains("--answers")).isEqualTo(answers.equals("reasoning"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"logprobs", "reasoning"})
    void anUnprovenModelIsTheUsersChoiceAndEachVerdictSaysSo(String answers) {
        try (ScriptedServer noise = ScriptedServer.start(new NoiseMind())) {
            clue.models(new ModelSources(
                    clue.models,
                    new OpenAiSource(
                            Map.of("OPENAI_BASE_URL", noise.address()),
                            ModelStore.standard(),
                            ProbeMemory.in(folder.resolve("probes")),
                            ImpatientServer::at)));
            Result judged = judge("--answers", answers, "--unproven-model");
            assertThat(judged.err()).contains("judges only because of --unproven-model: of 6 statements");
            assertThat(verdicts(judged))
                    .hasSize(2)
                    .allSatisfy(verdict ->
                            assertThat(verdict.models().vlm().unproven()).startsWith("of 6 statements"));
            assertThat(judge("--answers", answers).status())
                    .as("it is not remembered as one that answers rightly")
                    .isEqualTo(ExitStatus.MODEL.code());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "4097"})
    void requestsAtOnceHaveARange(String value) {
        Result result = judge("--concurrency", value);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(result.err()).contains("--concurrency: must be 1 to 4096, but is " + value);
    }

    @Test
    void aBlindModelStaysRefused() {
        scripted.fault(Fault.DROPS_IMAGES);
        Result refused = judge("--unproven-model");
        assertThat(refused.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(refused.err()).contains("does not see images");
        assertThat(refused.out()).isEmpty();
    }

    @Test
    void theWayOfAnsweringIsNamedWhereWordsAreReadAndAllAreAlike() {
        scripted.fault(Fault.DROPS_IMAGES);
        Result refused = judge("--answers", "sampled:3");
        assertThat(refused.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(refused.err())
                .contains("does not see images")
                .contains("Use a multimodal model")
                .contains("its answers begin alike")
                .contains("try --answers logprobs");
        assertThat(judge().err()).contains("does not see images").doesNotContain("--answers");
    }

    @Test
    void whatSpeaksAgainstAModelIsSaidOnlyWhereSomethingDoes() {
        Result judged = judge("--unproven-model");
        assertThat(judged.err()).doesNotContain("unproven");
        assertThat(judged.out()).doesNotContain("unproven");
        Result local = clue.run("judge", clue.path("a.png"), "--model", "painted", "--unproven-model");
        assertThat(local.status()).isEqualTo(ExitStatus.USAGE.code());
        assertThat(local.err()).contains("--unproven-model: is for models behind a server");
    }

    @Test
    void reasoningAndSamplesAreTheUsersChoice() {
        clue.image("c.png", PaintedModels.RED);
        scripted.fault(Fault.NO_LOGPROBS);
        Result refused = judge();
        assertThat(refused.status()).isEqualTo(ExitStatus.MODEL.code());
        assertThat(refused.err())
                .contains("gives no log-probabilities")
                .contains("--answers sampled:K")
                .contains("--answers reasoning");
        Result reasoned = judge("--answers", "reasoning");
        assertThat(verdicts(reasoned))
                .extracting(ImageVerdict::outcome)
                .containsExactly(ImageVerdict.Outcome.SAFE, ImageVerdict.Outcome.SAFE, ImageVerdict.Outcome.UNSAFE);
    }

    /** Wrong from the beginning: refused before any image is judged, with exit code 4, or got over. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "NONE",
                "FILTERS_THOUGHTS",
                "FILTERS_SUMMARIES",
                "DECLINES_TO_THINK",
                "DECLINES_TO_SUMMARISE",
                "FILTERS_A_SAMPLE",
                "DECLINES_A_SAMPLE",
                "SAYS_NOTHING"
            })
    void wrongFromTheBeginning(Fault fault) throws IOException {
        scripted.fault(fault);
        Result result = judge();
        if (isGotOver(fault)) {
            assertThat(result.status()).as(result.err()).isZero();
            assertThat(verdicts(result))
                    .extracting(ImageVerdict::outcome)
                    .containsOnly(ImageVerdict.Outcome.SAFE)
                    .hasSize(2);
        } else {
            assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.MODEL.code());
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains(scripted.address());
        }
        requireNoKey(result);
        note(fault, "from the start", result, lastLine(result.err()));
    }

    /** Wrong after the first image: its verdict stays, the second is undecided and says why. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "NONE",
                "NO_MODEL",
                "NO_PRIOR",
                "PREVIOUS_IMAGE",
                "FILTERS_THOUGHTS",
                "FILTERS_SUMMARIES",
                "DECLINES_TO_THINK",
                "DECLINES_TO_SUMMARISE",
                "FILTERS_A_SAMPLE",
                "DECLINES_A_SAMPLE",
                "SAYS_NOTHING"
            })
    void wrongAfterTheFirstImage(Fault fault) throws IOException {
        scripted.faultAfter(PROBED + FIRST_IMAGE, fault);
        Result result = judge();
        List<ImageVerdict> verdicts = verdicts(result);
        assertThat(verdicts).as(result.err()).hasSize(2);
        assertThat(verdicts.getFirst().outcome()).isEqualTo(ImageVerdict.Outcome.SAFE);
        ImageVerdict second = verdicts.getLast();
        if (isGotOver(fault)) {
            assertThat(second.outcome()).isEqualTo(ImageVerdict.Outcome.SAFE);
            assertThat(result.status()).isZero();
        } else {
            assertThat(second.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
            assertThat(second.error()).isNotNull();
            assertThat(result.status()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        }
        requireNoKey(result);
        note(
                fault,
                "after the first image",
                result,
                second.error() == null ? "" : second.error().message());
    }

    private static void requireUndecided(Result result, String cause) {
        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.ITEM_ERRORS.code());
        assertThat(verdicts(result)).hasSize(2).allSatisfy(verdict -> {
            assertThat(verdict.outcome()).isEqualTo(ImageVerdict.Outcome.UNDECIDED);
            assertThat(verdict.error()).isNotNull();
            assertThat(verdict.error().message()).contains(cause);
        });
    }

    /** What passes, or what another request can do without. */
    private static boolean isGotOver(Fault fault) {
        return switch (fault) {
            case STORM, FLICKERS, FORGETS_IMAGES, STRICT -> true;
            default -> false;
        };
    }

    private Result judge(String... options) {
        List<String> arguments = new ArrayList<>(List.of("judge", folder.toString(), "-f", "jsonl"));
        arguments.addAll(List.of("--model", "openai:scripted", "--timeout", "1"));
        arguments.addAll(Arrays.asList(options));
        return clue.run(arguments.toArray(String[]::new));
    }

    private static List<ImageVerdict> verdicts(Result result) {
        return result.lines().stream().map(VerdictJson::read).toList();
    }

    private static void requireNoKey(Result result) {
        assertThat(result.out() + result.err()).doesNotContain(KEY);
    }

    private static String lastLine(String text) {
        return text.lines().reduce((first, second) -> second).orElse("");
    }

    private void note(Fault fault, String when, Result result, String message) throws IOException {
        String file = System.getProperty("clue.faults", "");
        if (!file.isEmpty()) {
            String verdicts = String.join(
                    ", ",
                    verdicts(result).stream()
                            .map(verdict -> verdict.outcome().name().toLowerCase(java.util.Locale.ROOT))
                            .toList());
            String row = String.join(
                    " | ",
                    fault.name().toLowerCase(java.util.Locale.ROOT),
                    when,
                    verdicts.isEmpty() ? "–" : verdicts,
                    "" + result.status(),
                    message.replace(scripted.address(), "http://…/v1").replace("|", "\\|"));
            Files.writeString(
                    Path.of(file),
                    "| " + row + " |\n",
                    java.nio.file.StandardOpenOption.CREATE,
                    java.nio.file.StandardOpenOption.APPEND);
        }
    }
}
