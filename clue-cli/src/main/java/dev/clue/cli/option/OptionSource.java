package dev.clue.cli.option;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Where the value of an option stands; each goes before those above it. Of two options that exclude each other, so does the
 * one that stands further down: what is set for every run does not contradict what is asked for in this one.
 */
public enum OptionSource {
    /** Nowhere: it has its default. */
    DEFAULT,
    /** In the configuration file. */
    FILE,
    /** In the environment. */
    ENVIRONMENT,
    /** On the command line. */
    COMMAND_LINE;

    /**
     * Where the value of an option stands, once the command line is read.
     *
     * @param name of an option that the command has, such as {@code --resume}
     */
    public static OptionSource of(CommandSpec command, String name) {
        ParseResult given = command.commandLine().getParseResult();
        if (given != null && given.hasMatchedOption(name)) {
            return COMMAND_LINE;
        }
        OptionSpec option = command.findOption(name);
        return option != null && command.defaultValueProvider() instanceof OptionValues values
                ? values.source(option)
                : DEFAULT;
    }

    /** Whether an option goes before another one that excludes it; of two that stand in the same place, neither does. */
    public static boolean goesBefore(CommandSpec command, String name, String other) {
        return of(command, name).compareTo(of(command, other)) > 0;
    }
}
