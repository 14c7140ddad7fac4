package dev.clue.cli;

import dev.clue.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What surrounds a run of the command: passed in, so that tests need no process.
 *
 * @param in standard input
 * @param out standard output, for results alone; not buffered, and unlike {@link System#out} it reports failures
 * @param err standard error, for everything else
 * @param outTerminal what {@code out} is connected to
 * @param errTerminal what {@code err} is connected to
 * @param environment the environment variables
 * @param folder the working folder
 */
public record Shell(
        InputStream in,
        OutputStream out,
        PrintStream err,
        Terminal outTerminal,
        Terminal errTerminal,
        Map<String, String> environment,
        Path folder) {

    /** The one this process was started from. */
    static Shell ofThisProcess() {
        Map<String, String> environment = System.getenv();
        return new Shell(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Terminal.of(Terminal.Stream.OUT, environment),
                Terminal.of(Terminal.Stream.ERR, environment),
                environment,
                Path.of(""));
    }
}
