package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clue.error.ModelException;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.TestImages;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import dev.clue.net.Secret;
import dev.clue.prompt.Prompts;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that repeats the key in place of anything else does not get it shown. */
@Timeout(60)
class RepeatedKeyTest {

    private static final String KEY = "sk-very-secret-0123456789";

    private final ScriptedServer scripted = ScriptedServer.start(new Parrot());
    private final OpenAiServer server = ImpatientServer.at(
            Endpoint.of(scripted.address(), Secret.of(KEY, "test")), TransportOptions.DEFAULT, Map.of());

    @AfterEach
    void close() {
        server.close();
        scripted.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "sk-very-%73ecret-0123456789",
                "sk-very-\\u0073ecret-0123456789",
                "sk-very-\\\\u0073ecret-0123456789"
            })
    void itIsShownNowhere(String spelling) {
        scripted.repeats(spelling);
        scripted.fault(Fault.NO_MODEL);
        requireClean(failure(() -> server.facts(ScriptedServer.MODEL)), "llama(key)");
        scripted.fault(Fault.WRONG_MODEL);
        requireClean(failure(this::judged), "another-model(key)");
        scripted.fault(Fault.LITTLE_MASS);
        requireClean(failure(this::judged), "\"The(key)\"");
        scripted.fault(Fault.NONE);
        requireClean(server.facts(ScriptedServer.MODEL).version().orElseThrow(), "0.0.0");
        try (TextModel text = server.textModel(ScriptedServer.MODEL)) {
            TextRequest asked = TextRequest.of("", "Which key is mine?", 20);
            requireClean(text.answer(asked).text(), "your key is (key), no?");
        }
    }

    private void judged() {
        MultimodalModel model = server.multimodalModel(ScriptedServer.MODEL, AnswerMode.LOGPROBS, 0.05);
        try (Look look = model.look(TestImages.drawn(1, 40, 30))) {
            look.ask(List.of(Prompts.precondition("a cat")));
        }
    }

    private static String failure(Runnable run) {
        return String.valueOf(
                catchThrowableOfType(ModelException.class, run::run).getMessage());
    }

    private static void requireClean(String text, String shown) {
        assertThat(text).contains(shown).doesNotContain("cret-0123456789");
    }

    /** Says the key to whoever asks. */
    private record Parrot() implements ScriptedServer.Mind {

        @Override
        public AnswerProbability answer(@Nullable BufferedImage image, String question) {
            return new AnswerProbability(0.6, 0.4);
        }

        @Override
        public String say(@Nullable BufferedImage image, String lastTurn) {
            return "your key is " + KEY + ", no?";
        }
    }
}
