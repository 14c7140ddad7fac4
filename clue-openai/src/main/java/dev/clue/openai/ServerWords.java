package dev.clue.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server says is wrong, fit to be shown: short, on one line, without control characters and without the key.
 *
 * @param text the words, perhaps empty
 * @param code the machine-readable code beside them, perhaps empty
 */
record ServerWords(String text, String code) {

    private static final int SHOWN = 240;

    static ServerWords in(byte[] body, @Nullable ApiKey key) {
        JsonNode json;
        try {
            json = Json.read(body);
        } catch (JsonProcessingException e) {
            json = Json.missing();
        }
        return json.isObject()
                ? in(json, key)
                : new ServerWords(shown(new String(body, StandardCharsets.UTF_8), key), "");
    }

    /** The words of an answer that is JSON; empty where it reports nothing. */
    static ServerWords in(JsonNode answer, @Nullable ApiKey key) {
        JsonNode error = answer.path("error");
        String code = error.path("code").asText("") + " " + error.path("type").asText("");
        for (JsonNode words : List.of(error.path("message"), error, answer.path("message"), answer.path("detail"))) {
            if (words.isTextual() && !words.textValue().isBlank()) {
                return new ServerWords(shown(words.textValue(), key), code.strip());
            }
        }
        JsonNode detail = answer.path("detail");
        return new ServerWords(detail.isMissingNode() ? "" : shown(detail.toString(), key), code.strip());
    }

    /** A sentence that quotes the words; nothing where there are none. */
    String quoted() {
        return text.isEmpty() ? "" : ": it says \"" + text + "\"";
    }

    private static String shown(String words, @Nullable ApiKey key) {
        String safe = (key == null ? words : key.removedFrom(words))
                .replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ")
                .strip();
        return safe.codePointCount(0, safe.length()) <= SHOWN
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, SHOWN)) + "…";
    }
}
