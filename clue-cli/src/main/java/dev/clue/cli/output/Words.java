package dev.clue.cli.output;

import java.util.Locale;

/** The names of verdicts and steps, and numbers of things, for people. */
public final class Words {

    private Words() {}

    /** Such as {@code not violated} for {@code NOT_VIOLATED}. */
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Such as {@code 1 image}, {@code 0 images}: of something whose plural takes an s. */
    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }
}
