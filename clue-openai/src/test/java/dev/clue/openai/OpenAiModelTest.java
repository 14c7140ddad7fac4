package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.TestImages;
import dev.clue.model.Turn;
import dev.clue.net.Secret;
import dev.clue.openai.ScriptedServer.Request;
import dev.clue.prompt.Prompts;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire, and what is made of what comes back. */
@Timeout(120)
class OpenAiModelTest {

    private static final String KEY = "sk-very-secret-0123456789";
    private static final RgbImage IMAGE = TestImages.drawn(1, 40, 30);
    private static final List<Question> QUESTIONS = List.of("a cat", "a dog", "a bird", "a tree", "a car").stream()
            .map(Prompts::precondition)
            .toList();
    private static final TransportOptions QUICK =
            new TransportOptions(Duration.ofSeconds(5), Duration.ofSeconds(1), 4, Duration.ofSeconds(20), 8, 1 << 20);

    private final ScriptedServer scripted = ScriptedServer.start(new HashMind());
    private final OpenAiServer server =
            ImpatientServer.at(Endpoint.of(scripted.address(), Secret.of(KEY, "test")), QUICK, Map.of());

    @AfterEach
    void close() {
        server.close();
        scripted.close();
    }

    @Test
    void everyWayToWriteTheAnswerIsSummed() {
        AnswerProbability expected =
                new HashMind().answer(null, QUESTIONS.getFirst().text());
        try (Look nothing = model(AnswerMode.LOGPROBS).lookAtNothing()) {
            AnswerProbability answer = nothing.ask(QUESTIONS.subList(0, 1)).getFirst();
            assertThat(answer.yes()).isCloseTo(expected.yes(), within(1e-9));
            assertThat(answer.no()).isCloseTo(expected.no(), within(1e-9));
        }
    }

    @Test
    void theImageComesFirstAndIsTheSameForEachQuestion() {
        try (Look look = model(Leader.ALWAYS).look(IMAGE)) {
            look.ask(QUESTIONS);
        }
        List<Request> chats = scripted.chats();
        assertThat(chats).hasSize(QUESTIONS.size());
        JsonNode leader = chats.getFirst().body();
        assertThat(part(leader, 0).path("type").asText()).isEqualTo("image_url");
        assertThat(part(leader, 0).path("image_url").path("url").asText()).startsWith("data:image/png;base64,");
        assertThat(part(leader, 1).path("text").asText())
                .isEqualTo(QUESTIONS.getFirst().text());
        assertThat(leader.path("max_tokens").asInt()).isEqualTo(1);
        assertThat(leader.path("temperature").asInt()).isEqualTo(1);
        assertThat(leader.path("logprobs").asBoolean()).isTrue();
        assertThat(leader.path("top_logprobs").asInt()).isEqualTo(20);
        assertThat(leader.path("logprob_token_ids")).hasSize(FirstToken.WORDS.size());
        assertThat(leader.path("chat_template_kwargs").path("enable_thinking").asBoolean(true))
                .isFalse();
        String name = part(leader, 0).path("uuid").asText();
        assertThat(name).hasSize(64).isNotEqualTo(IMAGE.sha256());
        assertThat(chats.subList(1, chats.size())).allSatisfy(chat -> {
            assertThat(part(chat.body(), 0).path("image_url").isNull()).isTrue();
            assertThat(part(chat.body(), 0).path("uuid").asText()).isEqualTo(name);
        });
    }

    @Test
    void theLeaderGoesAloneAndTheOthersTogether() {
        scripted.delay(300);
        try (Look look = model(Leader.ALWAYS).look(IMAGE)) {
            look.ask(QUESTIONS.subList(0, 2));
            assertThat(scripted.mostInWork()).isEqualTo(1);
            look.ask(QUESTIONS.subList(2, 5));
            assertThat(scripted.mostInWork()).isGreaterThan(1);
        }
    }

    @Test
    void withoutALeaderAllGoTogetherAndEachSendsTheImage() {
        scripted.delay(300);
        try (Look look = model(Leader.NEVER).look(IMAGE)) {
            look.ask(QUESTIONS.subList(0, 2));
        }
        assertThat(scripted.mostInWork()).isEqualTo(2);
        assertThat(scripted.chats()).as("a leader is never a request more").hasSize(2);
        assertThat(scripted.chats())
                .allSatisfy(chat -> assertThat(part(chat.body(), 0)
                                .path("image_url")
                                .path("url")
                                .asText())
                        .startsWith("data:image/png;base64,"));
    }

    @Test
    void asManyQuestionsAreAskedTogetherAsMayBeInWork() {
        try (OpenAiServer wide =
                        ImpatientServer.at(Endpoint.of(scripted.address(), null), QUICK.withConcurrency(64), Map.of());
                Look look = wide.multimodalModel(ScriptedServer.MODEL, AnswerMode.LOGPROBS, 0.05)
                        .look(IMAGE)) {
            int first = look.together();
            for (int i = 0; i < 8; i++) {
                look.ask(QUESTIONS);
            }
            assertThat(look.together()).isGreaterThan(first).isEqualTo(wide.concurrency());
        }
    }

    @Test
    void anImageThatTheServerForgotIsSentAgain() {
        List<AnswerProbability> expected = answers(model(AnswerMode.LOGPROBS));
        scripted.fault(Fault.FORGETS_IMAGES);
        assertThat(answers(model(AnswerMode.LOGPROBS))).isEqualTo(expected);
    }

    @Test
    void fieldsThatAServerRefusesAreLeftOut() {
        List<AnswerProbability> expected = answers(model(AnswerMode.LOGPROBS));
        scripted.fault(Fault.STRICT);
        MultimodalModel model = model(AnswerMode.LOGPROBS);
        assertThat(answers(model)).isEqualTo(expected);
        int before = scripted.chats().size();
        assertThat(answers(model)).isEqualTo(expected);
        assertThat(scripted.chats()).as("nothing is refused twice").hasSize(before + QUESTIONS.size());
        JsonNode last = scripted.chats().getLast().body();
        assertThat(last.has("max_tokens")).isFalse();
        assertThat(last.path("max_completion_tokens").asInt()).isEqualTo(1);
        assertThat(last.path("top_logprobs").asInt()).isEqualTo(5);
    }

    @Test
    void stormsAndFlickersPass() {
        List<AnswerProbability> expected = answers(model(AnswerMode.LOGPROBS));
        scripted.fault(Fault.FLICKERS);
        assertThat(answers(model(AnswerMode.LOGPROBS))).isEqualTo(expected);
        scripted.fault(Fault.STORM);
        List<AnswerProbability> inStorm = List.of();
        try (Look look = model(AnswerMode.LOGPROBS).look(IMAGE)) {
            for (int again = 0; again < 10 && inStorm.isEmpty(); again++) {
                try {
                    inStorm = look.ask(QUESTIONS);
                } catch (ModelUnavailableException e) {
                    assertThat(e).hasMessageContaining("too busy");
                }
            }
        }
        assertThat(inStorm).isEqualTo(expected);
        assertThat(server.concurrency()).isLessThan(8);
    }

    @Test
    void whatWasAnsweredInAPackThatFailedIsNotAskedAgain() {
        MultimodalModel model = model(Leader.NEVER);
        try (Look look = model.look(IMAGE)) {
            scripted.faultAfter(1, Fault.NO_LOGPROBS);
            assertThatThrownBy(() -> look.ask(QUESTIONS)).isInstanceOf(ModelUnfitException.class);
            scripted.fault(Fault.NONE);
            int before = scripted.chats().size();
            assertThat(look.ask(QUESTIONS)).hasSameSizeAs(QUESTIONS);
            assertThat(scripted.chats()).hasSize(before + QUESTIONS.size() - 1);
        }
    }

    @Test
    void dialoguesGoOnTogether() {
        scripted.delay(100);
        List<List<Turn>> dialogues = List.of("a cat", "a dog", "a bird", "a tree").stream()
                .map(Prompts::reasoning)
                .toList();
        try (Look look = model(AnswerMode.LOGPROBS).look(IMAGE)) {
            List<String> together = look.continueDialogues(dialogues, 30);
            assertThat(scripted.mostInWork()).isGreaterThan(1);
            assertThat(together)
                    .isEqualTo(dialogues.stream()
                            .map(dialogue -> look.continueDialogue(dialogue, 30))
                            .toList());
        }
    }

    /** Whatever is wrong: a model's error that says what to do, never an answer, and never the key. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {
                "NONE",
                "DROPS_IMAGES",
                "PREVIOUS_IMAGE",
                "STORM",
                "FLICKERS",
                "FORGETS_IMAGES",
                "STRICT",
                "NO_MODEL",
                "NO_PRIOR",
                "FILTERS_THOUGHTS",
                "FILTERS_SUMMARIES",
                "DECLINES_TO_THINK",
                "DECLINES_TO_SUMMARISE",
                "FILTERS_A_SAMPLE",
                "DECLINES_A_SAMPLE",
                "SAYS_NOTHING"
            })
    void aFaultIsAnErrorOfTheModel(Fault fault) {
        MultimodalModel model = model(AnswerMode.LOGPROBS);
        scripted.redirectTo("http://127.0.0.2:9");
        scripted.fault(fault);
        try (Look look = model.look(IMAGE)) {
            assertThatThrownBy(() -> look.ask(QUESTIONS))
                    .isInstanceOf(ModelException.class)
                    .satisfies(problem -> assertThat(problem.getMessage())
                            .contains(scripted.address())
                            .doesNotContain(KEY)
                            .matches("(?s).{60,}"));
        }
    }

    @Test
    void anImageThatGetsLostIsNoticedByTheLengthOfThePrompt() {
        MultimodalModel model = model(AnswerMode.LOGPROBS);
        answers(model);
        try (Look nothing = model.lookAtNothing()) {
            nothing.ask(QUESTIONS);
        }
        answers(model);
        scripted.fault(Fault.DROPS_IMAGES);
        assertThatThrownBy(() -> answers(model))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("image got lost");
    }

    /** Its length without an image is asked for, once, as soon as it was seen that images are counted. */
    @ParameterizedTest
    @ValueSource(strings = {"logprobs", "sampled:2", "reasoning"})
    void anImageThatGetsLostIsNoticedInWhateverIsAsked(String answers) {
        try (ScriptedServer talking = ScriptedServer.start(new Talker("Yes, 80 percent"));
                OpenAiServer asked = OpenAiServer.at(Endpoint.of(talking.address(), null), QUICK, Map.of())) {
            MultimodalModel model =
                    asked.multimodalModel(ScriptedServer.MODEL, AnswerMode.of(answers), 0.05, Leader.ALWAYS, true);
            List<Turn> known = List.of(Turn.user("What is it?"));
            for (Look first : List.of(model.lookAtNothing(), model.look(IMAGE))) {
                first.continueDialogue(known, 20);
                first.close();
            }
            try (Look look = model.look(IMAGE)) {
                int before = talking.chats().size();
                say(look, answers);
                assertThat(talking.chats()).hasSize(before + 2);
                say(look, answers);
                assertThat(talking.chats()).hasSize(before + 3);
                talking.fault(Fault.DROPS_IMAGES);
                assertThatThrownBy(() -> say(look, answers))
                        .isInstanceOf(ModelUnfitException.class)
                        .hasMessageContaining("image got lost");
            }
        }
    }

    private static void say(Look look, String answers) {
        if (answers.equals("reasoning")) {
            look.continueDialogue(List.of(Turn.user("Think about a cat.")), 20);
        } else {
            look.ask(QUESTIONS.subList(0, 1));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FILTERS_A_SAMPLE, has a filter that held its answer back",
        "DECLINES_A_SAMPLE, declines to answer: it says \"I cannot help with that.\""
    })
    void samplesOfWhichOneIsHeldBackAreNoAnswer(Fault fault, String said) {
        try (ScriptedServer talking = ScriptedServer.start(new Talker("Yes, 80 percent"));
                OpenAiServer asked = OpenAiServer.at(Endpoint.of(talking.address(), null), QUICK, Map.of());
                Look look = asked.multimodalModel(ScriptedServer.MODEL, AnswerMode.of("sampled:3"), 0.05)
                        .look(IMAGE)) {
            assertThat(look.ask(QUESTIONS)).hasSameSizeAs(QUESTIONS);
            talking.fault(fault);
            assertThatThrownBy(() -> look.ask(QUESTIONS))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(said);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FILTERS_THOUGHTS, false, has a filter that held its answer back",
        "FILTERS_SUMMARIES, true, has a filter that held its answer back",
        "DECLINES_TO_THINK, false, declines to answer: it says \"I cannot help with that.\"",
        "DECLINES_TO_SUMMARISE, true, declines to answer: it says \"I cannot help with that.\"",
        "SAYS_NOTHING, false, answers without a word"
    })
    void whatIsHeldBackIsNoText(Fault fault, boolean summary, String said) {
        List<Turn> dialogue = summary
                ? List.of(Turn.user("Think."), Turn.model("I thought."), Turn.user("In JSON, please."))
                : List.of(Turn.user("Think."));
        scripted.fault(fault);
        try (Look look = model(AnswerMode.REASONING).look(IMAGE)) {
            assertThatThrownBy(() -> look.continueDialogue(dialogue, 256))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining(said);
        }
    }

    @Test
    void aPromptThatIsTooLongCostsOneRequest() {
        MultimodalModel model = model(AnswerMode.LOGPROBS);
        scripted.fault(Fault.TOO_LONG);
        try (Look look = model.look(IMAGE)) {
            assertThatThrownBy(() -> look.ask(QUESTIONS.subList(0, 1)))
                    .isInstanceOf(ModelUnfitException.class)
                    .hasMessageContaining("maximum context length");
        }
        assertThat(scripted.chats()).hasSize(1);
        assertThat(scripted.chats().getFirst().body().has("max_tokens")).isTrue();
    }

    @Test
    void theFieldOfTheLengthIsReplacedOnce() {
        KnownFields fields = KnownFields.ofServer(false);
        ServerWords both = new ServerWords("max_tokens, max_completion_tokens: no", "");
        assertThat(fields.learn(both, Set.of(Field.MAX_TOKENS), 0)).isTrue();
        assertThat(fields.has(Field.MAX_COMPLETION_TOKENS)).isTrue();
        assertThat(fields.learn(both, Set.of(Field.MAX_COMPLETION_TOKENS), 0)).isFalse();
    }

    /** Encoding an image takes the first question about it many times as long as the others: that is no sign of a queue. */
    @Test
    void theTimeThatAnImageTakesIsNoSignOfAQueue() {
        AtomicLong clock = new AtomicLong();
        ScriptedServer.Mind slow = new ScriptedServer.Mind() {
            private final Set<Integer> seen = new HashSet<>();

            @Override
            public synchronized AnswerProbability answer(
                    java.awt.image.@Nullable BufferedImage image, String question) {
                boolean first = image != null && seen.add(image.getRGB(0, 0));
                clock.addAndGet(Duration.ofMillis(image == null ? 10 : first ? 3000 : 100)
                        .toNanos());
                return new AnswerProbability(0.5, 0.5);
            }

            @Override
            public String say(java.awt.image.@Nullable BufferedImage image, String lastTurn) {
                return "Yes";
            }
        };
        try (ScriptedServer server = ScriptedServer.start(slow)) {
            Endpoint at = Endpoint.of(server.address(), null);
            Transport transport = new Transport(
                    at,
                    QUICK.withConcurrency(64),
                    new Exchange(at, QUICK, Map.of(), Clock.systemUTC()),
                    length -> {},
                    clock::get);
            try (OpenAiServer asked = OpenAiServer.over(at, transport)) {
                MultimodalModel model = asked.multimodalModel(ScriptedServer.MODEL, AnswerMode.LOGPROBS, 0.05);
                try (Look nothing = model.lookAtNothing()) {
                    nothing.ask(QUESTIONS.subList(0, 1));
                }
                int before = asked.concurrency();
                for (int number = 0; number < 4; number++) {
                    try (Look look = model.look(TestImages.drawn(number, 40, 30))) {
                        look.ask(QUESTIONS.subList(0, 1));
                        look.ask(QUESTIONS.subList(1, 2));
                    }
                }
                assertThat(asked.concurrency()).isGreaterThanOrEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-4o, gpt-4o-mini, false",
        "gpt-4o, gpt-4o-2024-08-06, true",
        "gpt-4o, gpt-4o, true",
        "gpt-4, gpt-4-0613, true",
        "gpt-4, gpt-4-32k, false",
        "phi-3, phi-3-5, false",
        "qwen, Owner/Qwen, true",
        "llama3, llama3:latest, true",
        "llama3, llama3:instruct, false",
        "judge, judge-v2.1, true",
        "judge, judgement, false"
    })
    void namesAreTheSameButForADateOrAVersion(String asked, String answered, boolean same) {
        assertThat(ModelNames.same(asked, answered)).isEqualTo(same);
    }

    @Test
    void aModelThatTheServerLacksIsRefusedByName() {
        scripted.fault(Fault.NO_MODEL);
        assertThatThrownBy(() -> model(AnswerMode.LOGPROBS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("no model \"scripted\". It has llama, qwen");
    }

    @Test
    void longNamesOfModelsAreCut() {
        scripted.fault(Fault.NO_MODEL);
        scripted.repeats("-long".repeat(100_000));
        assertThatThrownBy(() -> model(AnswerMode.LOGPROBS))
                .isInstanceOf(ModelUnfitException.class)
                .hasMessageContaining("It has llama-long-long")
                .hasMessageContaining("\u2026, qwen")
                .satisfies(problem -> assertThat(problem.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void theContextIsReadWhereEitherKindOfServerSaysIt() {
        assertThat(server.facts(ScriptedServer.MODEL).contextTokens()).hasValue(4096);
        scripted.llamaContextTokens("2048");
        assertThat(server.facts(ScriptedServer.MODEL).contextTokens()).hasValue(2048);
        scripted.llamaContextTokens("0");
        assertThat(server.facts(ScriptedServer.MODEL).contextTokens()).isEmpty();
    }

    @Test
    void aKeyDoesNotFollowARedirect() {
        try (ScriptedServer other = ScriptedServer.start(new HashMind())) {
            scripted.redirectTo(other.address());
            MultimodalModel model = model(AnswerMode.LOGPROBS);
            scripted.fault(Fault.REDIRECTS);
            try (Look look = model.look(IMAGE)) {
                assertThatThrownBy(() -> look.ask(QUESTIONS))
                        .isInstanceOf(ModelUnfitException.class)
                        .hasMessageContaining("follows no redirect");
            }
            assertThat(other.requests()).isEmpty();
            assertThat(scripted.chats().getFirst().authorization()).isEqualTo("Bearer " + KEY);
        }
    }

    @Test
    void aServerThatFailsAgainAndAgainIsLeftAlone() {
        MultimodalModel model = model(AnswerMode.LOGPROBS);
        scripted.fault(Fault.FAILS);
        for (int i = 0; i < 12; i++) {
            try (Look look = model.look(IMAGE)) {
                assertThatThrownBy(() -> look.ask(QUESTIONS)).isInstanceOf(ModelUnavailableException.class);
            }
        }
        int before = scripted.chats().size();
        assertThat(before).isLessThanOrEqualTo(16);
        try (Look look = model.look(IMAGE)) {
            assertThatThrownBy(() -> look.ask(QUESTIONS))
                    .isInstanceOf(ModelUnavailableException.class)
                    .hasMessageContaining("failed again and again")
                    .hasMessageContaining("CUDA error: out of memory");
        }
        assertThat(scripted.chats()).hasSize(before);
    }

    @Test
    void anInterruptedThreadGivesUp() throws InterruptedException {
        MultimodalModel model = model(AnswerMode.LOGPROBS);
        scripted.delay(900);
        Thread asking = Thread.ofPlatform().start(() -> {
            try (Look look = model.look(IMAGE)) {
                assertThatThrownBy(() -> look.ask(QUESTIONS)).isInstanceOf(ModelUnavailableException.class);
            }
        });
        Thread.sleep(200);
        asking.interrupt();
        assertThat(asking.join(Duration.ofSeconds(1))).as("ended at once").isTrue();
    }

    @Test
    void sampledAnswersAreAveraged() {
        try (ScriptedServer talking = ScriptedServer.start(new Talker("Yes, 80 percent"));
                OpenAiServer asked = OpenAiServer.at(Endpoint.of(talking.address(), null), QUICK, Map.of());
                Look look = asked.multimodalModel(ScriptedServer.MODEL, AnswerMode.of("sampled:4"), 0.05)
                        .look(IMAGE)) {
            AnswerProbability answer = look.ask(QUESTIONS.subList(0, 1)).getFirst();
            assertThat(answer.yes()).isCloseTo(0.8, within(1e-9));
            assertThat(answer.no()).isCloseTo(0.2, within(1e-9));
            JsonNode request = talking.chats().getFirst().body();
            assertThat(request.path("n").asInt()).isEqualTo(4);
            assertThat(request.has("logprobs")).isFalse();
        }
    }

    @Test
    void reasoningAloneAsksForNoScore() {
        try (Look look = model(AnswerMode.REASONING).look(IMAGE)) {
            assertThat(look.ask(QUESTIONS)).containsOnly(new AnswerProbability(0, 0));
            assertThat(scripted.chats()).isEmpty();
            assertThat(look.continueDialogue(List.of(Turn.user("What is there?")), 20))
                    .startsWith("I see");
        }
    }

    @Test
    void identityTellsServersModelsAndWaysApart() {
        assertThat(List.of(
                        model(AnswerMode.LOGPROBS).identity().digest(),
                        model(AnswerMode.REASONING).identity().digest(),
                        model(AnswerMode.of("sampled:3")).identity().digest()))
                .doesNotHaveDuplicates();
        assertThat(model(AnswerMode.LOGPROBS).identity())
                .isEqualTo(model(AnswerMode.LOGPROBS).identity())
                .hasToString("ModelIdentity[name=openai:scripted, digest="
                        + model(AnswerMode.LOGPROBS).identity().digest() + ", unproven=null]");
    }

    private MultimodalModel model(Leader leader) {
        return server.multimodalModel(ScriptedServer.MODEL, AnswerMode.LOGPROBS, 0.05, leader);
    }

    private MultimodalModel model(AnswerMode answers) {
        return server.multimodalModel(ScriptedServer.MODEL, answers, 0.05);
    }

    private static List<AnswerProbability> answers(MultimodalModel model) {
        try (Look look = model.look(IMAGE)) {
            return look.ask(QUESTIONS);
        }
    }

    private static JsonNode part(JsonNode request, int index) {
        return request.path("messages").path(0).path("content").path(index);
    }

    /** Says always the same. */
    record Talker(String words) implements ScriptedServer.Mind {

        @Override
        public AnswerProbability answer(java.awt.image.@Nullable BufferedImage image, String question) {
            return new AnswerProbability(0.5, 0.5);
        }

        @Override
        public String say(java.awt.image.@Nullable BufferedImage image, String lastTurn) {
            return words;
        }
    }
}
