package dev.clue.openai;

import java.util.Locale;
import java.util.regex.Pattern;

/** Whether two names mean the same model: servers add a date, a version, or the owner. */
final class ModelNames {

    /** A date or a number of three digits or more, a version, a tag of digits, the tag that means none. */
    private static final Pattern DATE_OR_VERSION =
            Pattern.compile("-[0-9]{3,8}(-[0-9]{2}){0,2}|[-:@]v[0-9]+([.][0-9]+)*|:[0-9]+([.][0-9]+)*|:latest");

    private ModelNames() {}

    static boolean same(String asked, String answered) {
        String wanted = last(asked);
        String given = last(answered);
        return given.equals(wanted)
                || (given.startsWith(wanted)
                        && DATE_OR_VERSION
                                .matcher(given.substring(wanted.length()))
                                .matches());
    }

    /** The name without its owner's, in lower case. */
    private static String last(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("/+$", "");
        return lower.substring(lower.lastIndexOf('/') + 1);
    }
}
