package dev.clue.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the command in a process of its own: {@link ScriptedClue} or {@link WatchedClue}. */
final class ClueProcess {

    /** How long painted models take to look at an image, in milliseconds. */
    static final String DELAY = "painted.delay";

    private ClueProcess() {}

    /** The command line; arguments of the command follow. */
    static List<String> command(long delayMillis, String... arguments) {
        return command(ScriptedClue.class, List.of("-D" + DELAY + "=" + delayMillis), arguments);
    }

    /**
     * The command line.
     *
     * @param properties options of Java
     */
    static List<String> command(Class<?> main, List<String> properties, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto"));
        command.addAll(properties);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Process start(long delayMillis, String... arguments) throws IOException {
        return new ProcessBuilder(command(delayMillis, arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Starts a command whose words are kept.
     *
     * @param said takes what it says on standard error, behind what is there
     */
    static Process start(List<String> command, File said) throws IOException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.appendTo(said))
                .start();
    }
}
