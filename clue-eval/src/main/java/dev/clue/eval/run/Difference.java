package dev.clue.eval.run;

import java.util.regex.Pattern;

/** Two values that should be the same, for people: digests and long values are shortened to where they differ. */
final class Difference {

    private static final Pattern DIGEST = Pattern.compile("\\b([0-9a-f]{12})[0-9a-f]{20,}\\b");
    private static final int MOST = 80;
    private static final int BEFORE = 30;
    private static final String LEFT_OUT = "…";

    private Difference() {}

    /** Such as {@code constant beta (then 0.6, now 0.4)}. */
    static String of(String name, String then, String now) {
        String one = DIGEST.matcher(then).replaceAll("$1" + LEFT_OUT);
        String other = DIGEST.matcher(now).replaceAll("$1" + LEFT_OUT);
        int from = Math.max(one.length(), other.length()) <= MOST ? 0 : Math.max(0, same(one, other) - BEFORE);
        return name + " (then " + part(one, from) + ", now " + part(other, from) + ")";
    }

    private static int same(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }

    private static String part(String text, int from) {
        int end = Math.min(text.length(), from + MOST);
        return (from == 0 ? "" : LEFT_OUT) + text.substring(from, end) + (end == text.length() ? "" : LEFT_OUT);
    }
}
