package dev.clue.cli;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue completion}: makes the shell complete clue's commands and options. */
@Command(
        name = "completion",
        description = "Writes a completion script for a shell.",
        sortOptions = false,
        footer = {
            "",
            "bash:  source <(clue completion bash)",
            "zsh:   autoload -U +X bashcompinit && bashcompinit; source <(clue completion zsh)"
        })
final class CompletionCommand implements Callable<Integer> {

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shellName = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;

    CompletionCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws IOException {
        switch (shellName.toLowerCase(Locale.ROOT)) {
            case "bash", "zsh" -> {
                String script = AutoComplete.bash("clue", spec.root().commandLine());
                setup.shell().out().write(script.getBytes(StandardCharsets.UTF_8));
            }
            default ->
                throw new ConfigurationException(
                        "no completion for " + shellName + ": there are scripts for bash and zsh");
        }
        return ExitStatus.RAN.code();
    }
}
