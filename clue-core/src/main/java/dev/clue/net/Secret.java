package dev.clue.net;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.error.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A key or a token. It never shows itself: only the header of a request gets to see it. What comes back from a server is
 * cleaned of it where it is read, before anything else sees it.
 *
 * <p>Found is the key itself and each mixture of spellings in which a server that means no harm repeats it: with characters
 * as addresses, JSON and HTML escape them, and with characters between that nobody sees. A server that wants to show the
 * key in a way of its own can: it has it.
 *
 * <p>What could as well be a word of an answer is not looked for, because answers would change: keys of up to 3 characters,
 * and those of up to 7 letters in one case, which people write where a server wants any key ({@code EMPTY}, {@code none}).
 */
public final class Secret {

    private static final String SHOWN = "(key)";

    private static final int SHORTEST = 4;
    private static final int LONGEST_WORD = 7;
    private static final Pattern WORD = Pattern.compile("[a-z]+|[A-Z]+");
    private static final String UNSEEN = "[\\p{Cc}\\p{Cf}]*+";
    private static final String BEFORE_ANY_BACKSLASH = "(?<!\\\\)";

    private final String value;
    private final boolean sought;
    private final Pattern spellings;

    private Secret(String value) {
        this.value = value;
        boolean word = value.length() <= LONGEST_WORD && WORD.matcher(value).matches();
        this.sought = value.length() >= SHORTEST && !word;
        this.spellings = Pattern.compile(IntStream.range(0, value.length())
                .mapToObj(at -> spellings(value.charAt(at), at == 0 ? BEFORE_ANY_BACKSLASH : ""))
                .collect(Collectors.joining(UNSEEN)));
    }

    /**
     * @param value the key; white space around it is dropped
     * @param origin where it came from, such as the name of an environment variable
     * @throws ConfigurationException if it cannot be sent as a header
     */
    public static Secret of(String value, String origin) {
        String key = value.strip();
        if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException(origin + " is no key: it is empty, or has white space or characters beyond"
                    + " ASCII in it. Copy the key anew, or unset the variable for a server without one.");
        }
        return new Secret(key);
    }

    /** The value of the header {@code Authorization} that shows it to a server. */
    public String bearer() {
        return "Bearer " + value;
    }

    /** The text without the secret in it. */
    public String removedFrom(String text) {
        return sought ? spellings.matcher(text).replaceAll(Matcher.quoteReplacement(SHOWN)) : text;
    }

    /** The tree without the secret in any of its texts, names and numbers. */
    public JsonNode removedFrom(JsonNode json) {
        return sought ? cleaned(json) : json;
    }

    private JsonNode cleaned(JsonNode json) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (json.isObject()) {
            ObjectNode object = nodes.objectNode();
            json.properties().forEach(field -> object.set(removedFrom(field.getKey()), cleaned(field.getValue())));
            return object;
        }
        if (json.isArray()) {
            ArrayNode array = nodes.arrayNode(json.size());
            json.forEach(element -> array.add(cleaned(element)));
            return array;
        }
        boolean telling = json.isTextual() || (json.isNumber() && value.length() > LONGEST_WORD);
        String text = telling ? json.asText() : "";
        String clean = removedFrom(text);
        return clean.equals(text) ? json : nodes.textNode(clean);
    }

    @Override
    public String toString() {
        return SHOWN;
    }

    /**
     * How a character may be written. What repeats without end is taken whole and never given back, and a run of
     * backslashes is begun at its start only: a server may fill an answer with them, and the time must not grow with the
     * square of it. It is the same as if all were tried, because a character is no part of the run before it. Only {@code %}
     * and {@code \} may be, and are given back where the next may need them.
     *
     * @param start what must hold before backslashes
     */
    private static String spellings(int character, String start) {
        String hex = String.format("(?i:%02x)", character);
        String itself = Pattern.quote(Character.toString(character));
        String escaped = character == '\\' ? "(?:\\\\++|\\\\+(?=\\\\u00)|\\\\(?=\\\\))" : "\\\\*+" + itself;
        String percents = character == '%' ? "%(?:25)*" : "%(?:25)*+";
        return "(?:" + start + escaped + "|" + percents + hex + "|" + start + "\\\\++u00" + hex + "|&#(?:[xX]0*+" + hex
                + "|0*+" + character + ");)";
    }
}
