package dev.clue.cli.output;

/** Text from outside (file names, what a model said) made harmless for a terminal. */
public final class Printable {

    private static final char REPLACEMENT = '\uFFFD';

    private Printable() {}

    /** Control characters, which could move the cursor or start a colour, become {@code U+FFFD}. */
    public static String text(String outside) {
        StringBuilder text = new StringBuilder(outside.length());
        outside.codePoints().forEach(c -> text.appendCodePoint(harmless(c) ? c : REPLACEMENT));
        return text.toString();
    }

    private static boolean harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
