package dev.clue.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.error.ConfigurationException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTest {

    private static final String SECRET = "sk-secret/9+\"";

    @ParameterizedTest
    @ValueSource(strings = {"sk-secret\r\nX: y", "sk-secret more", "sk-sécret"})
    void aKeyThatCannotBeSentIsRefusedWithoutBeingShown(String key) {
        assertThatThrownBy(() -> Secret.of(key, "OPENAI_API_KEY"))
                .isInstanceOf(ConfigurationException.class)
                .satisfies(problem -> assertThat(problem.getMessage())
                        .contains("OPENAI_API_KEY")
                        .doesNotContain("cret"));
    }

    @Test
    void aKeyNeverShowsItself() {
        Secret key = Secret.of(SECRET, "test");
        assertThat(key.toString()).doesNotContain(SECRET);
        assertThat(key.removedFrom("you sent " + SECRET + ".")).isEqualTo("you sent (key).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-secret/9+\"",
                "sk-%73ecret%2F9%2b%22",
                "sk%252dsecret%252f9+%22",
                "sk-\\u0073ecret\\/9+\\\"",
                "s\\\\u006B-secret/9+\\\\\"",
                "sk-&#x73;ecret/9&#43;&#34;",
                "sk-se\u200bcret/9\n+\""
            })
    void otherSpellingsAreItToo(String spelling) {
        assertThat(Secret.of(SECRET, "test").removedFrom("<" + spelling + ">")).isEqualTo("<(key)>");
    }

    @Test
    void treesAreCleanedOfItInTextsNamesAndNumbers() throws JsonProcessingException {
        assertThat(cleaned("sk-secret", "{\"a sk-secret\": [\"sk-\\u0073ecret!\", 1, null, {\"b\": \"c\"}]}"))
                .isEqualTo("{\"a (key)\":[\"(key)!\",1,null,{\"b\":\"c\"}]}");
        assertThat(cleaned("123456789", "{\"model\": 123456789, \"logprob\": -0.5}"))
                .isEqualTo("{\"model\":\"(key)\",\"logprob\":-0.5}");
    }

    /** What people write where any key will do is no secret, and answers are full of it. */
    @ParameterizedTest
    @ValueSource(strings = {"a", "Yes", "1", "%", "none", "EMPTY", "ollama", "token"})
    void whatCouldBeAWordOfAnAnswerStays(String key) throws JsonProcessingException {
        String answer = "{\"a\":\"Yes, none: a token of 100 % of ollama is EMPTY\",\"b\":1}";
        assertThat(Secret.of(key, "test").removedFrom(answer)).isEqualTo(answer);
        assertThat(cleaned(key, answer)).isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab12", "aBcD", "s-kx", "passwords"})
    void anythingElseIsOne(String key) {
        assertThat(Secret.of(key, "test").removedFrom("it is " + key)).isEqualTo("it is (key)");
    }

    /** What is found is what the plain meaning of a spelling says, tried in all ways. */
    @Property(tries = 20_000)
    void foundIsEachMixtureOfSpellings(@ForAll("keys") String key, @ForAll("texts") String text) {
        assertThat(Secret.of(key, "test").removedFrom(text))
                .isEqualTo(PlainSpellings.of(key).matcher(text).replaceAll("(key)"));
    }

    @Provide
    Arbitrary<String> keys() {
        return Arbitraries.strings()
                .withChars('a', '\\', '%', '2', '5', '&', 'u', '0')
                .ofMinLength(4)
                .ofMaxLength(5)
                .filter(key -> !key.matches("[a-z]+"));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of(
                        "a", "\\", "\\", "%", "25", "2", "5", "&", "u", "0", "\u200b", "u005c", "u0061", "%5c", "%61",
                        "&#37;", "&#x26;", "&#092;", "u0025", "a\\", "%25", "x")
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    /** A server may fill an answer with anything. */
    @ParameterizedTest
    @ValueSource(strings = {"\\", "%25", "25", "&#", "&#0", "0", "\u200b", "%", "s\\", "\\u00", "s\u200b", "k\\\\"})
    @Timeout(20)
    void theTimeGrowsWithTheLengthOfAnAnswer(String part) {
        String million = "s" + part.repeat(1_000_000 / part.length()) + "!";
        for (String key : List.of("%2s%", "\\sk\\\\\\s")) {
            assertThat(Secret.of(key, "test").removedFrom(million)).isEqualTo(million);
        }
        String more = "s" + part.repeat(4_000_000 / part.length()) + "!";
        assertThat(Secret.of("sk-secret", "test").removedFrom(more)).isEqualTo(more);
    }

    private static String cleaned(String key, String json) throws JsonProcessingException {
        return Secret.of(key, "test")
                .removedFrom(new ObjectMapper().readTree(json))
                .toString();
    }

    /** The meaning without a thought of time. */
    private static final class PlainSpellings {

        static Pattern of(String key) {
            return Pattern.compile(
                    key.chars().mapToObj(PlainSpellings::one).collect(Collectors.joining("[\\p{Cc}\\p{Cf}]*")));
        }

        private static String one(int character) {
            String hex = String.format("(?i:%02x)", character);
            return "(?:\\\\*" + Pattern.quote(Character.toString(character)) + "|%(?:25)*" + hex + "|\\\\+u00" + hex
                    + "|&#(?:[xX]0*" + hex + "|0*" + character + ");)";
        }
    }
}
