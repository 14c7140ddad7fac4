package dev.clue.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.constitution.PlainText;
import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A recording.
 *
 * @param of whose answers these are
 * @param answers by the digest of the prompt; of several the last
 */
record RecordingFile(String of, Map<String, RecordedAnswer> answers) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws ConfigurationException if the file cannot be read or is no recording */
    static RecordingFile read(Path file) {
        List<String> lines = lines(file);
        if (lines.isEmpty()) {
            throw new ConfigurationException(file + ": is empty, so it is no recording: make one with --record");
        }
        JsonNode header = json(file, 1, lines.getFirst());
        String of = header.path(RecordedAnswer.HEADER_OF).asText();
        if (header.path(RecordedAnswer.HEADER_KEY).asInt() != RecordedAnswer.FORMAT
                || !header.path(RecordedAnswer.HEADER_OF).isTextual()) {
            throw new ConfigurationException(file + ":1: does not begin as a recording does ("
                    + RecordedAnswer.header("whose answers these are") + "): make one with --record");
        }
        // It is named in locks, which must be readable.
        if (PlainText.isEmpty(of) || PlainText.complaint(of).isPresent()) {
            throw new ConfigurationException(file + ":1: \"" + RecordedAnswer.HEADER_OF
                    + "\" does not say whose answers these are, or in characters that cannot be shown: write it anew");
        }
        Map<String, RecordedAnswer> answers = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                try {
                    RecordedAnswer.parse(json(file, i + 1, lines.get(i)))
                            .ifPresent(answer -> answers.put(answer.promptSha256(), answer));
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationException(
                            file + ":" + (i + 1) + ": is no line of a recording: " + e.getMessage()
                                    + ": mend or remove the line",
                            e);
                }
            }
        }
        return new RecordingFile(PlainText.oneLine(of), Map.copyOf(answers));
    }

    /** The lines. One that was not finished, because the process was killed, is left out: its answer is not whole. */
    private static List<String> lines(Path file) {
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            List<String> lines = text.lines().toList();
            boolean finished = text.endsWith("\n") || lines.isEmpty() || isJson(lines.getLast());
            return finished ? lines : lines.subList(0, lines.size() - 1);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    file + ": no such recording: check the path, or make one with --record", e);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": not UTF-8: save the recording as UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": the recording cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether the line is a JSON object. */
    static boolean isJson(String line) {
        try {
            return JSON.readTree(line).isObject();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    private static JsonNode json(Path file, int number, String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(
                    file + ":" + number + ": not JSON: " + e.getOriginalMessage() + ": mend or remove the line", e);
        }
    }
}
