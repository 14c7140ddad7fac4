package dev.clue.lint;

import dev.clue.yaml.Span;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the policy, and where it stands.
 *
 * @param text in one line, as the judge reads it
 * @param span of its value in the file, quotes and all
 * @param file where it stands
 */
record PlacedText(String text, Span span, PolicyText file) {

    /** In a file whose value is longer than this although the text is not, places are not looked for in it. */
    private static final int LONGEST_VALUE = 4 * LengthCheck.MOST_CHARACTERS;

    private static final int LONGEST_QUOTE = 120;

    /** Whether it is longer than any text of a policy needs to be; then only its length is looked at. */
    boolean isHuge() {
        return text.length() > LengthCheck.MOST_CHARACTERS;
    }

    /** In quotes, for messages; only the beginning of a long one. */
    String quoted() {
        int length = text.codePointCount(0, text.length());
        return length <= LONGEST_QUOTE
                ? "'" + text + "'"
                : "'" + text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…'";
    }

    /** Where a part of the text stands; the whole value where the file has it in another form (an escape). */
    Span spanOf(int start, int end) {
        if (span.end() - span.start() > LONGEST_VALUE) {
            return span;
        }
        String part = text.substring(start, end);
        int nth = count(text.substring(0, start), part);
        Matcher found = matcher(file.yaml().text(span), part);
        for (int i = 0; i <= nth; i++) {
            if (!found.find()) {
                return span;
            }
        }
        return file.yaml().span(span.start() + found.start(), span.start() + found.end());
    }

    private static int count(String text, String part) {
        Matcher found = matcher(text, part);
        int count = 0;
        while (found.find()) {
            count++;
        }
        return count;
    }

    /** Where a word of the text is, any white space may be in the file. */
    private static Matcher matcher(String text, String part) {
        StringBuilder pattern = new StringBuilder();
        for (String word : part.split(" ", -1)) {
            pattern.append(pattern.isEmpty() ? "" : "\\s+").append(Pattern.quote(word));
        }
        return Pattern.compile(pattern.toString()).matcher(text);
    }
}
