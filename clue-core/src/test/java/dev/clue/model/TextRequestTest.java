package dev.clue.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clue.model.TextRequest.JsonSchema;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRequestTest {

    @Test
    void aRequestOfOneTurnIsGreedyAndFree() {
        TextRequest request = TextRequest.of("Be brief.", "Why?", 20);

        assertThat(request.dialogue()).containsExactly(Turn.user("Why?"));
        assertThat(request.temperature()).isZero();
        assertThat(request.schema()).isNull();
        assertThat(request.seed()).isNull();
    }

    @Test
    void whatIsAddedLeavesTheRestAsItWas() {
        JsonSchema schema = new JsonSchema("rule", "{}");
        TextRequest request = TextRequest.of("s", "u", 20).withSchema(schema).sampled(0.7, 3);

        assertThat(request).isEqualTo(new TextRequest("s", List.of(Turn.user("u")), schema, 20, 0.7, 3L));
    }

    @Test
    void dialoguesThatNobodyCouldContinueAreRefused() {
        assertThatThrownBy(() -> new TextRequest("", List.of(), null, 1, 0, null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TextRequest("", List.of(Turn.model("Yes")), null, 1, 0, null))
                .hasMessageContaining("turn 1");
        assertThatThrownBy(() -> new TextRequest("", List.of(Turn.user("a"), Turn.user("b")), null, 1, 0, null))
                .hasMessageContaining("turn 2");
        assertThatThrownBy(() -> new TextRequest("", List.of(Turn.user("a"), Turn.model("b")), null, 1, 0, null))
                .hasMessageContaining("ends with the user");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> TextRequest.of("", "a", 0)).isInstanceOf(IllegalArgumentException.class);
        for (double temperature : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> TextRequest.of("", "a", 1).sampled(temperature, 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aSchemaHasANameThatServersTake() {
        assertThatThrownBy(() -> new JsonSchema("a rule", "{}")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new JsonSchema("", "{}")).isInstanceOf(IllegalArgumentException.class);
    }
}
