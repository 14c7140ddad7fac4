package dev.clue.cli.output;

import java.util.Locale;

/** The names of verdicts and steps, for people. */
public final class Words {

    private Words() {}

    /** Such as {@code not violated} for {@code NOT_VIOLATED}. */
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
