package dev.clue.eval.report;

/** Text that somebody else wrote, short enough to be read where it stands. */
public final class Shortened {

    private static final String LEFT_OUT = "…";

    private Shortened() {}

    /**
     * At most so many characters: of a longer text the middle is left out, because names tell things apart by their ends
     * and messages say at their end what to do.
     *
     * @param most characters (code points), at least 3
     */
    public static String middle(String text, int most) {
        int length = text.codePointCount(0, text.length());
        if (length <= most) {
            return text;
        }
        int end = (most - 1) / 2;
        return text.substring(0, text.offsetByCodePoints(0, most - 1 - end))
                + LEFT_OUT
                + text.substring(text.offsetByCodePoints(text.length(), -end));
    }
}
