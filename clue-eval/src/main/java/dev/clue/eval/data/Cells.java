package dev.clue.eval.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a cell says. Lists and objects may be written as JSON text, as they must be in CSV. */
final class Cells {

    private static final ObjectMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{Cs}");
    private static final String REPLACEMENT = "\uFFFD";
    private static final List<String> TRUE = List.of("true", "yes", "1", "1.0");
    private static final List<String> FALSE = List.of("false", "no", "0", "0.0");

    private Cells() {}

    static boolean isEmpty(@Nullable JsonNode cell) {
        return cell == null
                || cell.isNull()
                || (cell.isTextual() && cell.textValue().isBlank());
    }

    /** A text, a number or a truth as text. */
    static Optional<String> text(@Nullable JsonNode cell) {
        return cell == null || isEmpty(cell) || cell.isContainerNode()
                ? Optional.empty()
                : Optional.of(cell.asText().strip());
    }

    /** True or false, as people write it; nothing for anything else. */
    static Optional<Boolean> truth(JsonNode cell) {
        String written = cell.asText().strip().toLowerCase(Locale.ROOT);
        return TRUE.contains(written)
                ? Optional.of(true)
                : FALSE.contains(written) ? Optional.of(false) : Optional.empty();
    }

    /**
     * A list of texts, or a separated text; an empty text is an empty list. Nothing where it is something else: a list
     * that says more than its texts, or less, is not understood in part.
     */
    static Optional<List<String>> list(JsonNode cell, String separator) {
        JsonNode node = parsed(cell, '[');
        List<String> items = new ArrayList<>();
        if (node.isArray()) {
            for (JsonNode item : node) {
                Optional<String> text = item.isBoolean() ? Optional.empty() : text(item);
                if (text.isEmpty()) {
                    return Optional.empty();
                }
                items.add(text.get());
            }
        } else if (node.isTextual()) {
            for (String item : node.textValue().split(Pattern.quote(separator), -1)) {
                if (!item.isBlank()) {
                    items.add(item.strip());
                }
            }
            if (items.isEmpty() && !isEmpty(node)) {
                return Optional.empty(); // separators alone
            }
        } else if (node.isNumber()) {
            items.add(node.asText());
        } else {
            return Optional.empty();
        }
        return Optional.of(items);
    }

    /** Whether there is something in it, however deep, that is not empty and not false. */
    static boolean affirms(JsonNode cell) {
        JsonNode node = parsed(cell, '[');
        if (!node.isContainerNode()) {
            return !isEmpty(node) && !truth(node).equals(Optional.of(false));
        }
        for (JsonNode item : node) {
            if (affirms(item)) {
                return true;
            }
        }
        return false;
    }

    /** The text with a replacement for each half of a character, which no file in UTF-8 can hold. */
    static String whole(String text) {
        return HALF_A_CHARACTER.matcher(text).replaceAll(REPLACEMENT);
    }

    static Optional<ObjectNode> object(JsonNode cell) {
        return parsed(cell, '{') instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    private static JsonNode parsed(JsonNode cell, char begin) {
        String text = cell.isTextual() ? cell.textValue().strip() : "";
        if (text.isEmpty() || text.charAt(0) != begin) {
            return cell;
        }
        try {
            return LENIENT.readTree(text);
        } catch (JsonProcessingException e) {
            return cell; // a text that begins so
        }
    }
}
