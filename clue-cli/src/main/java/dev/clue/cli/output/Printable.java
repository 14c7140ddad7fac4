package dev.clue.cli.output;

/** Text from outside (file names, what a model said) made harmless for a terminal and for a page. */
public final class Printable {

    private static final char REPLACEMENT = '\uFFFD';

    private Printable() {}

    /**
     * Control characters, which could move the cursor or start a colour, marks that turn the order of letters around,
     * and halves of characters, which cannot be written, become {@code U+FFFD}.
     */
    public static String text(String outside) {
        StringBuilder text = new StringBuilder(outside.length());
        outside.codePoints().forEach(c -> text.appendCodePoint(harmless(c) ? c : REPLACEMENT));
        return text.toString();
    }

    private static boolean harmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
