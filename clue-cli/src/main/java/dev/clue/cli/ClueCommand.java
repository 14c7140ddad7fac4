package dev.clue.cli;

import dev.clue.cli.option.CommonOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code clue} itself: a name over the commands, and the options that all of them have. */
@Command(
        name = "clue",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "Judges images against a safety policy written in plain language, and shows why.",
        footer = {"", "Begin with: clue judge examples/", "Exit codes and all options: docs/cli.md"})
final class ClueCommand implements Runnable {

    @Mixin
    @SuppressWarnings("unused") // the commands read it
    private final CommonOptions common;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    ClueCommand(CommonOptions common) {
        this.common = common;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which command? There are "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
