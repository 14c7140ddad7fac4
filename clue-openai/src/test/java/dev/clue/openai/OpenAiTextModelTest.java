package dev.clue.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.TextAnswer;
import dev.clue.model.TextAnswer.Ending;
import dev.clue.model.TextModel;
import dev.clue.model.TextRequest;
import dev.clue.model.TextRequest.JsonSchema;
import dev.clue.openai.OpenAiModelTest.Talker;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiTextModelTest {

    private static final String SAID = "{\"score\": 9}";
    private static final TextRequest RATING = TextRequest.of("You rate rules.", "Rate this one.", 50)
            .withSchema(new JsonSchema("rating", "{\"type\": \"object\"}"));

    private final ScriptedServer scripted = ScriptedServer.start(new Talker(SAID));
    private final TextModel model = open(scripted);

    @AfterEach
    void close() {
        model.close();
        scripted.close();
    }

    @Test
    void theFormIsAskedForAndTheDialogueGoesAlong() {
        TextAnswer answer = model.answer(RATING.sampled(0.7, 3));

        assertThat(answer.text()).isEqualTo(SAID);
        assertThat(answer.ending()).isEqualTo(Ending.FINISHED);
        assertThat(answer.usage().calls()).isEqualTo(1);
        JsonNode request = scripted.chats().getFirst().body();
        assertThat(request.at("/messages/0/role").asText()).isEqualTo("system");
        assertThat(request.at("/messages/1/content").asText()).isEqualTo("Rate this one.");
        assertThat(request.at("/response_format/json_schema/schema/type").asText())
                .isEqualTo("object");
        assertThat(request.at("/temperature").asDouble()).isEqualTo(0.7);
        assertThat(request.at("/seed").asLong()).isEqualTo(3);
        assertThat(request.at("/max_tokens").asInt()).isEqualTo(50);
        assertThat(request.has("logprobs")).isFalse();
    }

    @Test
    void aServerThatKnowsNoFormsIsAskedWithout() {
        scripted.fault(Fault.STRICT);
        assertThat(model.answer(RATING).text()).isEqualTo(SAID);
        assertThat(scripted.chats().getLast().body().has("response_format")).isFalse();
    }

    @Test
    void anAnswerThatIsCutOffSaysSo() {
        assertThat(model.answer(TextRequest.of("", "Rate this one.", 1)))
                .satisfies(answer -> assertThat(answer.ending()).isEqualTo(Ending.CUT_OFF))
                .satisfies(answer -> assertThat(answer.usage().outputTokens()).isEqualTo(1));
    }

    @Test
    void whatAFilterHoldsBackIsRefusedAndNoError() {
        scripted.fault(Fault.FILTERS);
        TextAnswer answer = model.answer(RATING);
        assertThat(answer.ending()).isEqualTo(Ending.REFUSED);
        assertThat(answer.text()).isEqualTo("The response was filtered");
    }

    @Test
    void thoughtsAreNoPartOfTheAnswer() {
        try (ScriptedServer thinking = ScriptedServer.start(new Talker("<think>Hm, let me see.</think>\n" + SAID));
                TextModel thinker = open(thinking)) {
            assertThat(thinker.answer(RATING).text()).isEqualTo(SAID);
        }
    }

    @Test
    void identityIsThatOfTheServersModel() {
        assertThat(model.identity().name()).isEqualTo("openai:scripted");
        assertThat(model.identity().digest()).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void aSchemaThatIsNoJsonIsAMistakeOfTheCaller() {
        assertThatThrownBy(() -> model.answer(RATING.withSchema(new JsonSchema("rating", "{"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aModelThatIsNotThereClosesItsServer() {
        scripted.fault(Fault.NO_MODEL);
        assertThatThrownBy(() -> open(scripted)).isInstanceOf(ModelUnfitException.class);
    }

    private static TextModel open(ScriptedServer scripted) {
        return OpenAiServer.at(Endpoint.of(scripted.address(), null), TransportOptions.DEFAULT, Map.of())
                .onlyTextModel(ScriptedServer.MODEL);
    }
}
