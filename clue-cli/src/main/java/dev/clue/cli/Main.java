package dev.clue.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code clue} command: judges images by a constitution. */
@Command(
        name = "clue",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Judges images against a safety policy written in plain language.")
public final class Main {
    private Main() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }
}
