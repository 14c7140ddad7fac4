package dev.clue.compile;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.clue.constitution.PlainText;
import dev.clue.model.TextAnswer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the JSON object in an answer and reads its fields. Tolerant of what stands around it (prose, code fences) and
 * of single quotes, bare names, trailing commas, comments and line breaks in strings; never of an object that is cut
 * off, of one that has a field twice, or of two that say different things.
 */
final class AnswerJson {

    /** A longer answer is a loop. */
    private static final int LONGEST_ANSWER = 1 << 16;

    private static final int MOST_OBJECTS = 100;

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final Pattern REFUSAL = Pattern.compile(
            "(?i)^\\W*(i['’]?m (very )?sorry|sorry|i apologi[sz]e|i (can ?not|can['’]?t|won['’]?t|will not|am unable to"
                    + "|am not able to|must decline)|as an ai\\b|unfortunately, i\\b|no comment)");

    private AnswerJson() {}

    /**
     * The object that has this key.
     *
     * @throws UnusableAnswerException if there is none
     */
    static JsonNode object(TextAnswer answer, String key) {
        String text = answer.text();
        if (answer.ending() == TextAnswer.Ending.REFUSED) {
            throw new UnusableAnswerException("it was refused");
        }
        if (text.isBlank()) {
            throw new UnusableAnswerException("it is empty");
        }
        if (text.length() > LONGEST_ANSWER) {
            throw new UnusableAnswerException("it goes on without an end");
        }
        Set<JsonNode> objects = new LinkedHashSet<>();
        for (JsonNode object : objectsIn(text)) {
            if (object.has(key)) {
                objects.add(object);
            }
        }
        if (objects.size() > 1) {
            throw new UnusableAnswerException("it has several JSON objects that say different things");
        }
        if (objects.isEmpty()) {
            throw new UnusableAnswerException(whyNone(answer, key));
        }
        return objects.iterator().next();
    }

    private static String whyNone(TextAnswer answer, String key) {
        if (answer.ending() == TextAnswer.Ending.CUT_OFF) {
            return "it was cut off before its JSON object ended";
        }
        if (isRefusal(answer.text())) {
            return "it is a refusal";
        }
        return answer.text().indexOf('{') < 0
                ? "it has no JSON object"
                : "it has no JSON object with the field \"" + key + "\", or one that is not valid";
    }

    private static List<JsonNode> objectsIn(String text) {
        List<JsonNode> objects = new ArrayList<>();
        int at = text.indexOf('{');
        for (int tries = 0; at >= 0 && tries < MOST_OBJECTS; tries++) {
            int end = at + 1;
            try (JsonParser parser = LENIENT.createParser(text.substring(at))) {
                JsonNode node = LENIENT.readTree(parser);
                if (node != null && node.isObject()) {
                    objects.add(node);
                    end = at + Math.toIntExact(parser.currentLocation().getCharOffset());
                }
            } catch (IOException e) {
                // no object begins here; the next brace may be one
            }
            at = text.indexOf('{', end);
        }
        return objects;
    }

    /** Whether a text declines instead of answering. */
    static boolean isRefusal(String text) {
        return REFUSAL.matcher(text.strip()).lookingAt();
    }

    /** A text field in one line, of at most so many characters. */
    static String text(JsonNode object, String field, int longest) {
        return textOf(object.path(field), "\"" + field + "\"", longest);
    }

    /** The same of any node; {@code what} names it. */
    static String textOf(JsonNode node, String what, int longest) {
        if (!node.isTextual()) {
            throw new UnusableAnswerException(what + " is missing, or is no text");
        }
        String text = node.textValue();
        PlainText.complaint(text).ifPresent(complaint -> {
            throw new UnusableAnswerException(what + " contains a character that cannot be shown");
        });
        if (PlainText.isEmpty(text)) {
            throw new UnusableAnswerException(what + " is empty");
        }
        String line = PlainText.oneLine(text);
        if (line.length() > longest) {
            throw new UnusableAnswerException(what + " is longer than " + longest + " characters");
        }
        return line;
    }

    /** A list, of exactly so many items. */
    static List<JsonNode> list(JsonNode object, String field, int size) {
        List<JsonNode> items = list(object, field);
        if (items.size() != size) {
            throw new UnusableAnswerException(
                    "\"" + field + "\" has " + items.size() + " entries, but " + size + " are needed");
        }
        return items;
    }

    /** A list. */
    static List<JsonNode> list(JsonNode object, String field) {
        JsonNode list = object.path(field);
        if (!list.isArray()) {
            throw new UnusableAnswerException("\"" + field + "\" is missing, or is no list");
        }
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    /** One of these words, in any case. */
    static String word(JsonNode object, String field, List<String> words) {
        JsonNode node = object.path(field);
        String word = node.isBoolean() ? (node.booleanValue() ? "yes" : "no") : node.asText();
        String lower = word.strip().toLowerCase(Locale.ROOT);
        if (!words.contains(lower)) {
            throw new UnusableAnswerException("\"" + field + "\" must be one of " + String.join(", ", words));
        }
        return lower;
    }
}
