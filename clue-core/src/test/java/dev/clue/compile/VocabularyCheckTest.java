package dev.clue.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.constitution.LockFinding.Severity;
import dev.clue.constitution.Vocabulary;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a closed vocabulary has, and what it has not. */
class VocabularyCheckTest {

    private static final Vocabulary WORDS = new Vocabulary(
            "small",
            "0".repeat(64),
            "drawn scenes",
            List.of("boy", "girl", "knife", "fire", "bus", "cap", "glass", "cactus", "police officer", "traffic light"),
            Map.of("child", List.of("boy", "girl"), "person", List.of("boy", "girl", "police officer")),
            Map.of("child", List.of("kid"), "fire", List.of("pair of flames")),
            List.of("the scene is on a street", "it is night"),
            List.of(
                    "a X is visible",
                    "at least N Xs are visible",
                    "a X touches a Y",
                    "a X is riding a Y",
                    "a X is upside down",
                    "a X is lying",
                    "the word \"W\" is written"));

    private final VocabularyCheck check = new VocabularyCheck(WORDS);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a boy is visible",
                "no child touches any of the knives",
                "at least three children and 2 people are visible",
                "the kids' knife touched another girl's glasses",
                "two police officers ride buses",
                "cacti are touching a pair of flames",
                "a boy is upside-down",
                "it isn't night, and the scene is on a street",
                "the word \"fireworks\" is written",
                "the word “no exit” is written",
                "the word 'don't walk' is written",
                "a boy lies upside down",
                "at least a dozen boys, twelve girls and zero cacti are visible",
                "the kids' knife touches the boys' bus",
            })
    void allIsKnown(String statement) {
        assertThat(check.unknown(statement)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exploding fireworks are visible | exploding, fireworks",
                "a boy holds a knife | holds",
                "a police car is visible | police, car",
                "a light is near a boy | light, near",
                "a fireman touches fire | fireman",
                "a knifelike thing is visible | knifelike, thing",
                "a toddler touches a toddler | toddler",
                "a girl is firing | firing",
                "a bused boy is visible | bused",
                "capes are visible | capes",
            })
    void theOthersAreNamed(String statement, String words) {
        assertThat(check.unknown(statement)).containsExactly(words.split(", "));
    }

    @Test
    void eachStatementIsAWarningThatNamesThem() {
        Chain chain = new Chain(List.of(List.of("a boy is visible", "fireworks are visible")));
        assertThat(check.statements(chain)).singleElement().satisfies(finding -> {
            assertThat(finding.check()).isEqualTo("vocabulary");
            assertThat(finding.severity()).isEqualTo(Severity.WARNING);
            assertThat(finding.message())
                    .isEqualTo("\"fireworks are visible\" has words that are not in the vocabulary small: fireworks");
        });
    }

    @Test
    void anObjectIsNamedUnlessItsStatementIs() {
        assertThat(check.objects("fireworks are visible", List.of("fireworks"))).isEmpty();
        assertThat(check.objects("fireworks are visible", List.of("firework"))).isEmpty();
        assertThat(check.objects("a boy is visible", List.of("boy", "toddler")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith("\"toddler\", an object of \"a boy is visible\", has words that are not"));
    }
}
