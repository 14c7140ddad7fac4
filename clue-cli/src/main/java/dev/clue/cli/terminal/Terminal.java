package dev.clue.cli.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one of the process's streams is connected to.
 *
 * @param interactive whether it is a terminal
 * @param colour whether colours are wanted on it
 * @param width columns; {@link #DEFAULT_WIDTH} where unknown
 */
public record Terminal(boolean interactive, boolean colour, int width) {

    /** Columns where nobody knows better. */
    public static final int DEFAULT_WIDTH = 80;

    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    private static final Path CONTROLLING_TERMINAL = Path.of("/dev/tty");
    private static final int PATIENCE_SECONDS = 2;

    /** A stream of the process. */
    public enum Stream {
        /** Standard output. */
        OUT(1),
        /** Standard error. */
        ERR(2);

        private final int descriptor;

        Stream(int descriptor) {
            this.descriptor = descriptor;
        }
    }

    /** Something that is no terminal: a pipe, a file. */
    public static Terminal none(Map<String, String> environment) {
        return new Terminal(false, colour(false, environment), DEFAULT_WIDTH);
    }

    /** Finds out what the stream is connected to. */
    public static Terminal of(Stream stream, Map<String, String> environment) {
        boolean interactive = isTerminal(stream.descriptor);
        return new Terminal(interactive, colour(interactive, environment), interactive ? columns() : DEFAULT_WIDTH);
    }

    /** The same with colours always or never. */
    public Terminal withColour(boolean wanted) {
        return new Terminal(interactive, wanted, width);
    }

    /** {@code NO_COLOR} (no-color.org) goes before {@code CLICOLOR_FORCE} (bixense.com/clicolors). */
    static boolean colour(boolean interactive, Map<String, String> environment) {
        if (!environment.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        String force = environment.getOrDefault("CLICOLOR_FORCE", "");
        if (!force.isEmpty() && !force.equals("0")) {
            return true;
        }
        return interactive && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    private static boolean isTerminal(int descriptor) {
        Path open = OPEN_FILES.resolve(Integer.toString(descriptor));
        if (Files.isSymbolicLink(open)) {
            try {
                String target = Files.readSymbolicLink(open).toString();
                return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
            } catch (IOException e) {
                return false;
            }
        }
        if (!Files.exists(CONTROLLING_TERMINAL)) {
            return false; // Windows: nobody can tell one stream from another in Java 21
        }
        ProcessBuilder test = new ProcessBuilder("test", "-t", Integer.toString(descriptor)).inheritIO();
        try {
            Process process = test.start();
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int columns() {
        ProcessBuilder stty = new ProcessBuilder("stty", "size").redirectInput(CONTROLLING_TERMINAL.toFile());
        try {
            Process process = stty.start();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            String columns = answer.substring(answer.indexOf(' ') + 1);
            return columns.matches("[1-9]\\d{0,4}") ? Integer.parseInt(columns) : DEFAULT_WIDTH;
        } catch (IOException e) {
            return DEFAULT_WIDTH;
        }
    }
}
