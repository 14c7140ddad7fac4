package dev.clue.verdict;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Writes as escapes what JSON would let through and yet is no visible sign: control characters above the first 32,
 * which a terminal may obey, line separators, at which some programs end a line, and marks that turn the order of
 * letters around. It is the same text to whoever reads the JSON.
 */
final class InvisibleEscapes extends CharacterEscapes {

    private static final long serialVersionUID = 1L;

    private static final int DELETE = 0x7f;

    private final int[] ascii = standardAsciiEscapesForJSON();

    InvisibleEscapes() {
        ascii[DELETE] = ESCAPE_CUSTOM;
    }

    @Override
    public int[] getEscapeCodesForAscii() {
        return ascii.clone();
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                new SerializedString(String.format("\\u%04X", character));
            default -> null;
        };
    }
}
