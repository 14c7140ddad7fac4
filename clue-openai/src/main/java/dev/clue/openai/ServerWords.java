package dev.clue.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.net.Secret;
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
    private static final int SHOWN_OF_NAME = 100;

    static ServerWords in(byte[] body, @Nullable Secret key) {
        try {
            JsonNode json = Json.read(body);
            if (json.isObject()) {
                return in(key == null ? json : key.removedFrom(json));
            }
        } catch (JsonProcessingException e) {
            // It is a text, then.
        }
        String text = new String(body, StandardCharsets.UTF_8);
        return new ServerWords(shown(key == null ? text : key.removedFrom(text)), "");
    }

    /** The words of an answer that is JSON and has been cleaned of the key; empty where it reports nothing. */
    static ServerWords in(JsonNode answer) {
        JsonNode error = answer.path("error");
        String code = error.path("code").asText("") + " " + error.path("type").asText("");
        for (JsonNode words : List.of(error.path("message"), error, answer.path("message"), answer.path("detail"))) {
            if (words.isTextual() && !words.textValue().isBlank()) {
                return new ServerWords(shown(words.textValue()), code.strip());
            }
        }
        JsonNode detail = answer.path("detail");
        return new ServerWords(detail.isMissingNode() ? "" : shown(detail.toString()), code.strip());
    }

    /** A sentence that quotes the words; nothing where there are none. */
    String quoted() {
        return text.isEmpty() ? "" : ": it says \"" + text + "\"";
    }

    /** The name that a server calls a model by, fit to be shown likewise. */
    static String name(String name) {
        return shown(name, SHOWN_OF_NAME);
    }

    private static String shown(String words) {
        return shown(words, SHOWN);
    }

    private static String shown(String words, int longest) {
        String safe = words.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ").strip();
        return safe.codePointCount(0, safe.length()) <= longest
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, longest)) + "…";
    }
}
