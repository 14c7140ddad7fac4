package dev.clue.openai;

import java.util.Locale;

/** Whether two names mean the same model: servers add a date, a tag, or the owner. */
final class ModelNames {

    private ModelNames() {}

    static boolean same(String asked, String answered) {
        String wanted = last(asked);
        String given = last(answered);
        return given.equals(wanted) || given.startsWith(wanted + "-") || given.startsWith(wanted + ":");
    }

    /** The name without its owner's, in lower case. */
    private static String last(String name) {
        String lower = name.toLowerCase(Locale.ROOT).replaceAll("/+$", "");
        return lower.substring(lower.lastIndexOf('/') + 1);
    }
}
