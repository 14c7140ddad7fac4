package dev.clue.verdict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Verdicts as JSON Lines: one verdict a line, as {@code docs/schema/verdict.schema.json} describes. What is null is
 * left out. Numbers are rounded to six decimal places, times to three. Fields are only ever added. Characters that a
 * terminal or a reader of lines could act on are written as escapes.
 */
public final class VerdictJson {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    static {
        JSON.getFactory().setCharacterEscapes(new InvisibleEscapes());
    }

    private VerdictJson() {}

    /** The verdict on one line, without a line break at its end. */
    public static String write(ImageVerdict verdict) {
        try {
            return JSON.writeValueAsString(new VerdictWriter(JSON.getNodeFactory()).image(verdict));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON values can always be written", e);
        }
    }

    /**
     * The verdict on a line; fields it does not know are ignored.
     *
     * @throws ConfigurationException if the line is no verdict, saying which field is wrong
     */
    public static ImageVerdict read(String line) {
        try {
            JsonNode tree = JSON.readTree(line);
            return VerdictReader.image(tree);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    "this is no verdict, because it is no JSON: " + e.getOriginalMessage()
                            + "; give a file that clue judge has written",
                    e);
        }
    }

    /** Whether the text begins with a JSON object that is closed again, whatever follows it: one that was cut off is not. */
    public static boolean beginsWithWholeObject(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return parser.nextToken() == JsonToken.START_OBJECT
                    && parser.skipChildren().currentToken() == JsonToken.END_OBJECT;
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory can always be read", e);
        }
    }
}
