package dev.clue.judge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of the JSON objects in a text the way a person would: with single quotes, curly quotes or none,
 * with trailing or missing commas, with quotes and line breaks inside strings, with text around and an end that was
 * cut off. It never guesses: a value whose end was not seen is marked.
 */
final class LenientJson {

    private static final String ENDS_STRING = ",}]:";
    private static final String ENDS_WORD = ",}]\n";
    private static final int HEX_DIGITS = 4;

    private final String text;
    private final List<Field> fields = new ArrayList<>();
    private int at;

    private LenientJson(String text) {
        this.text = text;
    }

    /**
     * A field of an object at any depth.
     *
     * @param name as written, without quotes
     * @param value a string, number or word as written, without quotes; null for an object or an array
     * @param whole whether the end of the value was seen
     */
    record Field(String name, @Nullable String value, boolean whole) {}

    private record Token(String value, boolean whole) {}

    /** Every field of every object in the text, in order. */
    static List<Field> inObjects(String text) {
        LenientJson reader = new LenientJson(text);
        reader.readFields(0);
        return reader.fields;
    }

    /** Every field of a text that is an object without its braces; the end of the text ends the last value. */
    static List<Field> withoutBraces(String text) {
        LenientJson reader = new LenientJson(text + "\n");
        reader.readFields(1);
        return reader.fields;
    }

    private void readFields(int outside) {
        int depth = outside;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '{') {
                depth++;
                at++;
            } else if (c == '}') {
                depth = Math.max(outside, depth - 1);
                at++;
            } else if (depth > 0 && (isQuote(c) || Character.isLetter(c))) {
                readField();
            } else {
                at++;
            }
        }
    }

    private void readField() {
        Token name = isQuote(text.charAt(at)) ? readString() : readName();
        skipBlanks();
        if (at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == '=')) {
            at++;
            skipBlanks();
            fields.add(readValue(name.value()));
        }
    }

    private Field readValue(String name) {
        if (at == text.length()) {
            return new Field(name, null, false);
        }
        char c = text.charAt(at);
        if (c == '{' || c == '[') {
            return new Field(name, null, true);
        }
        Token value = isQuote(c) ? readString() : readWord();
        return new Field(name, value.value(), value.whole());
    }

    private Token readName() {
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
            at++;
        }
        return new Token(text.substring(start, at), true);
    }

    private Token readWord() {
        int start = at;
        while (at < text.length() && ENDS_WORD.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return new Token(text.substring(start, at).strip(), at < text.length());
    }

    private Token readString() {
        char open = text.charAt(at++);
        StringBuilder value = new StringBuilder();
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\' && at + 1 < text.length()) {
                readEscape(value);
            } else if (closes(open, c) && endsString(at + 1)) {
                at++;
                return new Token(value.toString(), true);
            } else {
                value.append(c);
            }
        }
        return new Token(value.toString(), false);
    }

    /** A quote ends a string if what follows could only stand after a string; else it is part of the string. */
    private boolean endsString(int next) {
        boolean newLine = false;
        for (int i = next; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c)) {
                return ENDS_STRING.indexOf(c) >= 0 || (newLine && isQuote(c));
            }
            newLine |= c == '\n';
        }
        return true;
    }

    private void skipBlanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    /** Reads from a backslash to the last character of its escape; a broken unicode escape stays as it is. */
    private void readEscape(StringBuilder value) {
        char c = text.charAt(++at);
        if (c != 'u') {
            value.append(c == 'n' || c == 't' || c == 'r' ? ' ' : c);
            return;
        }
        int unit = codeUnit(at + 1);
        if (unit >= 0 && !Character.isSurrogate((char) unit)) {
            value.append((char) unit);
            at += HEX_DIGITS;
            return;
        }
        int second = unit >= 0 && text.startsWith("\\u", at + 1 + HEX_DIGITS) ? codeUnit(at + 3 + HEX_DIGITS) : -1;
        if (second >= 0 && Character.isSurrogatePair((char) unit, (char) second)) {
            value.append((char) unit).append((char) second);
            at += 2 * HEX_DIGITS + 2;
        } else {
            value.append("\\u");
        }
    }

    /** The UTF-16 code unit that four hexadecimal digits stand for, or -1 where there are none. */
    private int codeUnit(int from) {
        int unit = 0;
        for (int i = from; i < from + HEX_DIGITS; i++) {
            int digit = i < text.length() && text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }

    private static boolean isQuote(char c) {
        return "\"'`“”‘’".indexOf(c) >= 0;
    }

    private static boolean closes(char open, char c) {
        return switch (open) {
            case '"', '“', '”' -> "\"”".indexOf(c) >= 0;
            case '\'', '‘', '’' -> "'’".indexOf(c) >= 0;
            default -> c == open;
        };
    }
}
