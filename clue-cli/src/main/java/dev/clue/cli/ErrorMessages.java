package dev.clue.cli;

import dev.clue.cli.option.OptionValues;
import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.Printable;
import dev.clue.cli.terminal.Paint;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import dev.clue.error.ImageException;
import dev.clue.error.ModelException;
import dev.clue.eval.report.Shortened;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where what went wrong becomes a message on standard error and an exit code. */
final class ErrorMessages implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private static final int LONGEST_LINE = 2000;
    private static final String STACKTRACE_FLAG = "--stacktrace";
    private static final String STACKTRACE_VARIABLE = "CLUE_STACKTRACE";

    private final Shell shell;
    private final boolean stacktrace;
    private final @Nullable OptionValues values;

    /** @param values where option values came from, or null before that is known */
    ErrorMessages(Shell shell, List<String> arguments, @Nullable OptionValues values) {
        this.shell = shell;
        this.values = values;
        this.stacktrace = arguments.contains(STACKTRACE_FLAG)
                || Boolean.parseBoolean(shell.environment().get(STACKTRACE_VARIABLE));
    }

    @Override
    public int handleExecutionException(Exception problem, CommandLine command, ParseResult result) {
        return report(problem, command.getParseResult());
    }

    @Override
    public int handleParseException(ParameterException problem, String[] arguments) {
        String origin = values == null || problem.getArgSpec() == null
                ? ""
                : values.origin(problem.getArgSpec())
                        .map(place -> " (from " + place + ")")
                        .orElse("");
        print(problem.getMessage() + origin);
        PrintStream err = shell.err();
        if (problem instanceof UnmatchedArgumentException unmatched) {
            unmatched.getSuggestions().stream()
                    .limit(3)
                    .forEach(suggestion -> err.println("did you mean " + suggestion + "?"));
        }
        err.println("try: " + problem.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        trace(problem);
        return ExitStatus.USAGE.code();
    }

    /** Says what went wrong before a command ran, or outside of all. */
    int report(Throwable problem) {
        return report(problem, null);
    }

    private int report(Throwable problem, @Nullable ParseResult given) {
        ExitStatus status = status(problem);
        if (status == ExitStatus.READER_GONE) {
            trace(problem);
            return status.code();
        }
        if (status == ExitStatus.INTERNAL && !(problem instanceof OutputException)) {
            String kept = problem instanceof Error
                    ? ": the run ended there; a JSON Lines file keeps what was written and goes on with --resume"
                    : "";
            print("internal error: " + problem + kept + ": run again with --stacktrace and report it");
        } else {
            String message = String.valueOf(problem.getMessage());
            Optional<String> origin = values == null ? Optional.empty() : values.origin(message, given);
            print(message + origin.map(place -> " (from " + place + ")").orElse(""));
        }
        trace(problem);
        return status.code();
    }

    private static ExitStatus status(Throwable problem) {
        return switch (problem) {
            case ConfigurationException e -> ExitStatus.USAGE;
            case ConstitutionException e -> ExitStatus.CONSTITUTION;
            case ModelException e -> ExitStatus.MODEL;
            case ImageException e -> ExitStatus.USAGE;
            case OutputException e when e.readerGone() -> ExitStatus.READER_GONE;
            default -> ExitStatus.INTERNAL;
        };
    }

    private void print(String message) {
        String prefix = Paint.RED.on(shell.errTerminal(), "clue: ");
        Arrays.stream(message.split("\\R"))
                .forEach(line -> shell.err().println(prefix + Shortened.middle(Printable.text(line), LONGEST_LINE)));
    }

    private void trace(Throwable problem) {
        if (stacktrace) {
            problem.printStackTrace(shell.err());
        }
    }
}
