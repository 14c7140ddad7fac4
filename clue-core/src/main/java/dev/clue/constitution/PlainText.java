package dev.clue.constitution;

import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a text may consist of: characters that people see as they are written. A YAML escape such as {@code "\e"} can
 * bring any other, and then a model would read something else than the author sees.
 */
public final class PlainText {

    private static final Pattern SPACE = Pattern.compile("\\p{IsWhite_Space}+");

    /** White space, format characters, and the letters and marks that are drawn as nothing. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{IsWhite_Space}\\p{Cf}\\u034F\\u115F\\u1160\\u17B4"
            + "\\u17B5\\u180B-\\u180F\\u3164\\uFE00-\\uFE0F\\uFFA0\\x{E0100}-\\x{E01EF}]*");

    private PlainText() {}

    /** Whether nobody would see anything. */
    public static boolean isEmpty(String text) {
        return INVISIBLE.matcher(text).matches();
    }

    /** What must not be in the text and what to do about it, or nothing where all is well. */
    public static Optional<String> complaint(String text) {
        return text.codePoints().boxed().flatMap(c -> complaint(c).stream()).findFirst();
    }

    private static Optional<String> complaint(int c) {
        if (Character.getType(c) == Character.CONTROL && !isSpace(c)) {
            return Optional.of(String.format("the control character U+%04X: remove it", c));
        }
        if (Character.getType(c) == Character.SURROGATE) {
            return Optional.of(
                    String.format("U+%04X, which is half a character: write the whole character, or remove it", c));
        }
        if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) {
            return Optional.of(
                    String.format("U+%04X, which lets people see another order than the model reads: remove it", c));
        }
        return Optional.empty();
    }

    private static boolean isSpace(int c) {
        return SPACE.matcher(Character.toString(c)).matches();
    }

    /** Trimmed, each run of white space one space, composed (Unicode NFC). */
    public static String oneLine(String text) {
        return SPACE.matcher(Normalizer.normalize(text, Normalizer.Form.NFC))
                .replaceAll(" ")
                .strip();
    }
}
