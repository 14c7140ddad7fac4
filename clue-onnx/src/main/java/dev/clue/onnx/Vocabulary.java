package dev.clue.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** The vocabulary of a {@code tokenizer.json}, read in passing: it may be tens of megabytes. */
final class Vocabulary {

    private static final JsonFactory JSON = new JsonFactory();

    private Vocabulary() {}

    /**
     * Refuses a tokenizer whose vocabulary has ids for which the text tower has no embedding. Nothing is known, and
     * nothing refused, where config.json does not say how many there are.
     *
     * @throws ModelUnfitException if it has
     */
    static void requireWithin(Path tokenizer, ConfigFile config) {
        OptionalInt rows = config.optionalInt("text_config.vocab_size");
        if (rows.isEmpty()) {
            return;
        }
        long largest = largestId(tokenizer);
        if (largest >= rows.getAsInt()) {
            throw new ModelUnfitException(tokenizer + " has token ids up to " + largest + ", but " + config.path()
                    + " (text_config.vocab_size) says " + rows.getAsInt()
                    + ". The tokenizer belongs to another model: fetch the folder again.");
        }
    }

    /** The largest id; -1 if there is no vocabulary. */
    private static long largestId(Path tokenizer) {
        try (JsonParser json = JSON.createParser(tokenizer.toFile())) {
            json.nextToken();
            return enter(json, "model") && enter(json, "vocab") ? largestHere(json) : -1;
        } catch (IOException e) {
            throw new ModelUnfitException(
                    tokenizer + " is no tokenizer that can be loaded (" + e.getMessage() + "). Fetch it again.", e);
        }
    }

    /** Goes from the start of an object to the value of one of its keys. */
    private static boolean enter(JsonParser json, String key) throws IOException {
        if (!json.isExpectedStartObjectToken()) {
            return false;
        }
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            if (name.equals(key)) {
                return true;
            }
            json.skipChildren();
        }
        return false;
    }

    /** A map from token to id, or, of a unigram model, a list whose places are the ids. */
    private static long largestHere(JsonParser json) throws IOException {
        boolean list = json.isExpectedStartArrayToken();
        long largest = -1;
        for (JsonToken token = json.nextToken(); token != null && !token.isStructEnd(); token = json.nextToken()) {
            if (list) {
                json.skipChildren();
                largest++;
            } else if (token == JsonToken.VALUE_NUMBER_INT) {
                largest = Math.max(largest, json.getLongValue());
            }
        }
        return largest;
    }
}
