package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SummaryParserTest {

    static Stream<Arguments> rated() {
        return Stream.of(
                rated(
                        "{\"rating\": \"Yes\", \"rationale\": \"a knife is in the hand\"}",
                        true,
                        "a knife is in the hand"),
                rated("{\"rating\": \"No\", \"rationale\": \"no knife\"}", false, "no knife"),
                rated(" {\"rationale\": \"no knife\", \"rating\": \"No\"} ", false, "no knife"),
                // words and their form
                rated("{\"rating\": \"yes.\"}", true, null),
                rated("{\"rating\": \" NO! \"}", false, null),
                rated("{\"Rating\": \"Yes, it is visible\"}", true, null),
                rated("{\"rating\": true, \"rationale\": \"\"}", true, null),
                rated("{\"rating\": False, \"rationale\": None}", false, "None"),
                rated("{\"rating\": \"True\"}", true, null),
                rated("{\"rating\": \"**No**\"}", false, null),
                // text around
                rated("```json\n{\"rating\": \"Yes\", \"rationale\": \"seen\"}\n```", true, "seen"),
                rated("Sure! Here it is:\n{\"rating\": \"No\"}\nI hope that helps: rating: yes", false, null),
                rated("The set {a, b} is small. {\"rating\": \"No\", \"rationale\": \"x\"}", false, "x"),
                rated("[{\"rating\": \"Yes\", \"rationale\": \"x\"}]", true, "x"),
                rated("{\"rating\": \"No\"} rating: yes", false, null),
                rated("{\"rating\" : \"No\", \"rationale\"\n:\n\"x\"}", false, "x"),
                // quotes
                rated("{'rating': 'No', 'rationale': 'it's a toy'}", false, "it's a toy"),
                rated("{“rating”: “Yes”, “rationale”: “seen”}", true, "seen"),
                rated("{rating: No, rationale: it is a toy}", false, "it is a toy"),
                rated("{`rating`: `Yes`}", true, null),
                rated(
                        "{\"rating\": \"No\", \"rationale\": \"the \"knife\" is a toy\"}",
                        false,
                        "the \"knife\" is a toy"),
                rated("{\"rating\": \"No\", \"rationale\": \"a \\\"knife\\\" of wood\"}", false, "a \"knife\" of wood"),
                rated("{\"rating\": \"No\", \"rationale\": \"a caf\\u00e9 \\ud83d\\ude00\"}", false, "a café 😀"),
                rated("{\"rating\": \"No\", \"rationale\": \"it says: rating: yes\"}", false, "it says: rating: yes"),
                rated(
                        "{\"rating\": \"No\", \"rationale\": \"it says \\\"rating\\\": \\\"Yes\\\" on it\"}",
                        false,
                        "it says \"rating\": \"Yes\" on it"),
                // unicode escapes, whole and broken
                rated("{\"rating\": \"\\u0059es\", \"rationale\": \"a caf\\u00e9\"}", true, "a café"),
                rated("{\"rating\": \"No\", \"rationale\": \"\\uD83D\\uDD2A seen\"}", false, "\uD83D\uDD2A seen"),
                rated("{\"rating\": \"No\", \"rationale\": \"\\u12 and \\uzzzz\"}", false, "\\u12 and \\uzzzz"),
                rated("{\"rating\": \"No\", \"rationale\": \"lone \\ud83d end\"}", false, "lone \\ud83d end"),
                rated("{\"rating\": \"No\", \"rationale\": \"\\udd2a\\ud83d\"}", false, "\\udd2a\\ud83d"),
                rated("{\"rating\": \"No\", \"rationale\": \"cut off \\u00", false, "cut off \\u00"),
                // commas, line breaks, nesting, ends
                rated("{\"rating\": \"No\", \"rationale\": \"x\",}", false, "x"),
                rated("{\"rating\": \"Yes\"\n\"rationale\": \"x\"}", true, "x"),
                rated("{\"rating\": \"Yes\", \"rationale\": \"on the\nleft\"}", true, "on the\nleft"),
                rated("{\"summary\": {\"rating\": \"Yes\", \"rationale\": \"x\"}}", true, "x"),
                rated("{\"rating\": \"Yes\", \"rationale\": \"the knife is in the ri", true, "the knife is in the ri"),
                rated("{\"rating\": \"Yes\", \"rationale\": \"on the \\", true, "on the \\"),
                rated("{\"rating\": \"Yes\", \"rationale\":", true, null),
                rated("{\"rating\": \"Yes\"", true, null),
                rated("rating: No\nrationale: x", false, "x"),
                rated("\"rating\": \"Yes\", \"rationale\": \"x\"", true, "x"),
                rated("Rating: No", false, null),
                // repeated in agreement
                rated("{\"rating\": \"Yes\"} {\"rating\": \"yes\", \"rationale\": \"x\"}", true, "x"));
    }

    @ParameterizedTest
    @MethodSource("rated")
    void readsWhatModelsWrite(String summary, boolean visible, String rationale) {
        assertThat(SummaryParser.parse(summary)).isEqualTo(new Summary.Rated(visible, rationale));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "Yes",
                "No.",
                "The rating is Yes.",
                "{}",
                "{\"rationale\": \"it is there\"}",
                "{\"rationale\": \"my rating: yes\"}",
                "{\"rationale\": \"it says 'rating': 'Yes'\"}",
                "{\"rating_scale\": \"Yes\"}",
                "{\"ratings\": \"Yes\"}",
                "{\"rating\"}",
            })
    void neverGuessesAMissingRating(String summary) {
        assertThat(why(summary)).isEqualTo("its summary has no rating");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rating\": ",
                "{\"rating\":",
                "{\"rating\": \"",
                "{\"rating\": \"Ye",
                "{\"rating\": \"No",
                "{rating: No",
                "{\"rating\": tru"
            })
    void neverGuessesARatingThatIsCutOff(String summary) {
        assertThat(why(summary)).isEqualTo("its summary is cut off before the end of the rating");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rating\": null}",
                "{\"rating\": \"\"}",
                "{\"rating\": \"Maybe\"}",
                "{\"rating\": \"Not sure\"}",
                "{\"rating\": \"None\"}",
                "{\"rating\": \"Yes/No\"}",
                "{\"rating\": \"Yes\" or \"No\", \"rationale\": \"x\"}",
                "{\"rating\": \"Yes, no\"}",
                "{\"rating\": \"visible: yes\"}",
                "{\"rating\": 1}",
                "{\"rating\": 7, \"rationale\": \"x\"}",
                "{\"rating\": {\"value\": \"Yes\"}}",
                "{\"rating\": [\"Yes\"]}",
                "{\"rating\": \"Maybe\"} {\"rating\": \"Yes\"}",
            })
    void neverGuessesAnUnclearRating(String summary) {
        assertThat(why(summary)).isEqualTo("the rating of its summary is neither Yes nor No");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rating\": \"Yes\", \"rating\": \"No\"}",
                "{\"rating\": \"Yes\"} {\"rating\": \"No\"}",
                "{\"a\": {\"rating\": \"No\"}, \"b\": {\"rating\": \"Yes\"}}",
                "rating: Yes\nrating: No",
            })
    void neverChoosesBetweenRatings(String summary) {
        assertThat(why(summary)).isEqualTo("the ratings of its summary contradict each other");
    }

    @Property
    void neverThrows(@ForAll String noise) {
        assertThat(SummaryParser.parse(noise)).isNotNull();
        assertThat(SummaryParser.parse("{\"rating\": " + noise)).isNotNull();
        assertThat(SummaryParser.parse("{" + noise + "}")).isNotNull();
    }

    @Property
    void everyRationaleSurvives(@ForAll boolean visible, @ForAll String text) {
        String rationale = text.replaceAll("[^\\p{L}\\p{N} .;()-]", "").strip();
        Summary summary = SummaryParser.parse(
                "{\"rating\": \"" + (visible ? "Yes" : "No") + "\", \"rationale\": \"" + rationale + "\"}");
        assertThat(summary).isEqualTo(new Summary.Rated(visible, rationale.isEmpty() ? null : rationale));
    }

    private static Arguments rated(String summary, boolean visible, String rationale) {
        return Arguments.of(summary, visible, rationale);
    }

    private static String why(String summary) {
        return switch (SummaryParser.parse(summary)) {
            case Summary.Rated rated -> "rated " + rated.visible();
            case Summary.Unusable unusable -> unusable.why();
        };
    }
}
