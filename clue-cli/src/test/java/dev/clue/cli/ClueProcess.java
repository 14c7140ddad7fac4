package dev.clue.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link ScriptedClue} in a process of its own. */
final class ClueProcess {

    private ClueProcess() {}

    /** The command line; arguments of the command follow. */
    static List<String> command(long delayMillis, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Xshare:auto",
                "-Dpainted.delay=" + delayMillis,
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedClue.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    static Process start(long delayMillis, String... arguments) throws IOException {
        return new ProcessBuilder(command(delayMillis, arguments))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
