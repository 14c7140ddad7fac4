package dev.clue.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.model.TextAnswer.Ending;
import dev.clue.model.TextRequest;
import dev.clue.model.Turn;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A line of a recording.
 *
 * @param promptSha256 digest of what was asked, {@link #digest}
 * @param answer what was answered
 * @param ending why the answer ends there
 */
record RecordedAnswer(String promptSha256, String answer, Ending ending) {

    static final String HEADER_KEY = "recording";
    static final String HEADER_OF = "of";
    static final int FORMAT = 1;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DIGEST = "prompt_sha256";
    private static final String ANSWER = "answer";
    private static final String ENDING = "ending";

    /** The first line of a recording: whose answers these are. */
    static String header(String of) {
        return write(JSON.createObjectNode().put(HEADER_KEY, FORMAT).put(HEADER_OF, of));
    }

    /** A line with what was asked, and no answer yet. */
    static String unanswered(TextRequest request) {
        return write(asked(request).put(ANSWER, ""));
    }

    /** A line with what was asked and what was answered. */
    static String line(TextRequest request, String answer, Ending ending) {
        return write(
                asked(request).put(ANSWER, answer).put(ENDING, ending.name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Reads a line; empty where there is no answer yet: an empty one without an ending.
     *
     * @throws IllegalArgumentException if it is no such line; the message says why
     */
    static Optional<RecordedAnswer> parse(JsonNode line) {
        String digest = line.path(DIGEST).asText();
        if (!digest.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("\"" + DIGEST + "\" must be 64 hex digits");
        }
        if (!line.path(ANSWER).isTextual()) {
            throw new IllegalArgumentException("\"" + ANSWER + "\" must be a text");
        }
        String answer = line.path(ANSWER).textValue();
        if (!line.has(ENDING)) {
            return answer.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new RecordedAnswer(digest, answer, Ending.FINISHED));
        }
        return Optional.of(
                new RecordedAnswer(digest, answer, ending(line.path(ENDING).asText())));
    }

    private static Ending ending(String word) {
        for (Ending ending : Ending.values()) {
            if (ending.name().toLowerCase(Locale.ROOT).equals(word)) {
                return ending;
            }
        }
        throw new IllegalArgumentException("\"" + ENDING + "\" must be finished, cut_off or refused");
    }

    /** SHA-256 over what is said: the system text and the turns. How the answer is decoded does not count. */
    static String digest(TextRequest request) {
        ArrayNode said = JSON.createArrayNode().add(request.system());
        request.dialogue().forEach(turn -> said.add(turn.text()));
        try {
            byte[] sha256 =
                    MessageDigest.getInstance("SHA-256").digest(write(said).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode asked(TextRequest request) {
        ObjectNode line = JSON.createObjectNode().put(DIGEST, digest(request));
        line.put("system", request.system());
        ArrayNode dialogue = line.putArray("dialogue");
        for (Turn turn : request.dialogue()) {
            dialogue.addObject().put(turn.speaker().name().toLowerCase(Locale.ROOT), turn.text());
        }
        return line;
    }

    private static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
