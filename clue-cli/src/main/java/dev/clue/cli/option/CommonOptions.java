package dev.clue.cli.option;

import dev.clue.cli.terminal.Terminal;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command has. */
public final class CommonOptions {

    /** When to use colours. */
    public enum Colour {
        /** On a terminal, as {@code NO_COLOR} and {@code CLICOLOR_FORCE} say. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--config",
            scope = ScopeType.INHERIT,
            paramLabel = "FILE",
            description = "Read options from this file (default: clue.yaml in the working folder, if there is one).")
    private @Nullable String config; // OptionValues reads it before the command line is parsed

    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES} (default: auto; NO_COLOR and CLICOLOR_FORCE are honoured).")
    private Colour colour = Colour.AUTO;

    @Option(
            names = "--stacktrace",
            scope = ScopeType.INHERIT,
            fallbackValue = "true",
            description = "Show where in the program an error arose.")
    private boolean stacktrace;

    /** Where options are read from, if the file is there: the one that is named, else the default one of the folder. */
    public Path configFile(Path folder) {
        return folder.resolve(config == null ? ConfigFile.DEFAULT_NAME : config);
    }

    /** Whether to show where in the program an error arose. */
    public boolean stacktrace() {
        return stacktrace;
    }

    /** The terminal with the user's wish for colours. */
    public Terminal colours(Terminal terminal) {
        return switch (colour) {
            case AUTO -> terminal;
            case ALWAYS -> terminal.withColour(true);
            case NEVER -> terminal.withColour(false);
        };
    }
}
