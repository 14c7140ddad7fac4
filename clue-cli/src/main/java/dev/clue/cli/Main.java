package dev.clue.cli;

import dev.clue.cli.option.Choices;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.NumberValue;
import dev.clue.cli.option.OptionValues;
import dev.clue.cli.option.PathValue;
import dev.clue.cli.terminal.Terminal;
import dev.clue.error.ConfigurationException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The {@code clue} command: judges images by a constitution. */
public final class Main {

    private Main() {}

    /** Runs the command and exits with its status. */
    public static void main(String[] args) {
        System.exit(run(Wiring.setup(Shell.ofThisProcess()), args));
    }

    /**
     * Runs the command.
     *
     * @return what to exit with, see {@link ExitStatus}
     */
    public static int run(Setup setup, String... args) {
        Shell shell = setup.shell();
        List<String> arguments = List.of(args);
        CommandLine commands = commandLine(setup);
        try {
            OptionValues values = OptionValues.load(commands, arguments, shell.environment(), shell.folder());
            ErrorMessages errors = new ErrorMessages(shell, arguments, values);
            commands.setDefaultValueProvider(values);
            commands.setExecutionExceptionHandler(errors);
            commands.setParameterExceptionHandler(errors);
            return commands.execute(args);
        } catch (ConfigurationException e) {
            return new ErrorMessages(shell, arguments, null).report(e);
        } catch (Error e) {
            // Out of memory, a native library that does not load: picocli hands on exceptions alone.
            return new ErrorMessages(shell, arguments, null).report(e);
        }
    }

    /** The commands and their options. */
    static CommandLine commandLine(Setup setup) {
        Shell shell = setup.shell();
        CommonOptions common = new CommonOptions();
        CommandLine commands = new CommandLine(new ClueCommand(common))
                .addSubcommand(new JudgeCommand(setup, common))
                .addSubcommand(new DiffCommand(setup, common))
                .addSubcommand(new LintCommand(setup, common))
                .addSubcommand(new TestCommand(setup, common))
                .addSubcommand(new CompileCommand(setup, common))
                .addSubcommand(new EvalCommand(setup, common))
                .addSubcommand(new CalibrateCommand(setup, common))
                .addSubcommand(new BenchCommand(setup))
                .addSubcommand(new ProbeCommand(setup))
                .addSubcommand(new ModelsCommand(setup))
                .addSubcommand(new CompletionCommand(setup))
                .addSubcommand(new CommandLine.HelpCommand());
        Choices.register(commands);
        NumberValue.register(commands);
        commands.registerConverter(Path.class, new PathValue());
        return commands.setOut(writer(shell.out()))
                .setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(Math.clamp(shell.outTerminal().width(), 60, 100))
                .setColorScheme(Help.defaultColorScheme(ansi(shell.outTerminal())));
    }

    private static PrintWriter writer(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    private static Help.Ansi ansi(Terminal terminal) {
        return terminal.colour() ? Help.Ansi.ON : Help.Ansi.OFF;
    }
}
