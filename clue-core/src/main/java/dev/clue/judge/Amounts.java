package dev.clue.judge;

import java.util.regex.Pattern;

/**
 * Whether a statement says how many of something there are. The detector gives one box for an object, so a crop
 * around it shows one of the things that were to be counted. Known by English words and by digits.
 */
final class Amounts {

    private static final Pattern NAMED = Pattern.compile(
            "\\b(?:at\\s+(?:least|most)|more|fewer|less|exactly|only\\s+one|both|several|multiple|many"
                    + "|few|numerous|group|crowd|dozens?|\\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
                    + "|twenty)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Says no more than that something is there. */
    private static final Pattern AT_LEAST_ONE =
            Pattern.compile("\\bat\\s+least\\s+(?:one|1|an?)\\b", Pattern.CASE_INSENSITIVE);

    private Amounts() {}

    /** Whether a statement's text names an amount other than at least one. */
    static boolean named(String statement) {
        return NAMED.matcher(AT_LEAST_ONE.matcher(statement).replaceAll("a")).find();
    }
}
