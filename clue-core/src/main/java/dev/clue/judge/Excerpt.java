package dev.clue.judge;

/** A model's words in a message: on one line, quoted, and short. */
final class Excerpt {

    private static final int LONGEST = 160;

    private Excerpt() {}

    static String of(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        if (line.codePointCount(0, line.length()) <= LONGEST) {
            return "\"" + line + "\"";
        }
        return "\"" + line.substring(0, line.offsetByCodePoints(0, LONGEST)) + "…\"";
    }
}
