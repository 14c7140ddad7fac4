package dev.clue.cli.option;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFiles;
import dev.clue.cli.output.OutputFiles.Existing;
import dev.clue.error.ConfigurationException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The file that a result goes to, whatever its format. */
public final class FileOptions {

    /** What {@code --output} means. */
    public static final String OUTPUT =
            "Where results go: a file, in which verdicts as JSON Lines are kept one by one and anything else appears"
                    + " when it is complete; for clue eval a folder (default: clue-evaluation), for clue calibrate the profile.";

    /** What {@code --overwrite} means. */
    public static final String OVERWRITE = "Replace results that are there.";

    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = OUTPUT)
    private @Nullable Path output;

    @Option(names = "--overwrite", fallbackValue = "true", description = OVERWRITE)
    private boolean overwrite;

    /** The file; empty for standard output. */
    public Optional<Path> file() {
        return Optional.ofNullable(output).filter(path -> !path.toString().equals(STANDARD_OUTPUT));
    }

    /** Whether results go to a file, however it is named. */
    public boolean leadsTo(Path other) {
        return file().filter(file -> SamePlace.of(file, other)).isPresent();
    }

    /** Whether a file that exists is replaced. */
    public boolean overwrite() {
        return overwrite;
    }

    /**
     * Finds out before any work is done whether the file is one of those that are read, or belongs to them and will be
     * there later.
     *
     * @param inputs everything that is read and so must not be written
     * @throws ConfigurationException if it is
     */
    public void requireNotRead(List<Path> inputs) {
        file().ifPresent(file -> requireNotRead("--output", file, inputs));
    }

    /**
     * Opens a place for a result that appears when it is complete.
     *
     * @throws ConfigurationException if it cannot be opened, is in use, or is there and should be kept
     */
    public Destination open(OutputStream standardOutput) {
        Optional<Path> file = file();
        if (file.isEmpty()) {
            return OutputFiles.standardOutput(standardOutput, false);
        }
        return OutputFiles.device(file.get(), false)
                .orElseGet(() -> OutputFiles.replace(file.get(), overwrite ? Existing.OVERWRITE : Existing.KEEP));
    }

    /** The files without those that an earlier name of the list leads to. */
    public static List<Path> distinct(List<Path> files) {
        List<Path> distinct = new ArrayList<>();
        for (Path file : files) {
            if (distinct.stream().noneMatch(earlier -> SamePlace.of(earlier, file))) {
                distinct.add(file);
            }
        }
        return distinct;
    }

    /**
     * Finds out before any work is done whether a file is one of those that are read, or belongs to them and will be there
     * later.
     *
     * @param option that named the file
     * @throws ConfigurationException if it is
     */
    public static void requireNotRead(String option, Path file, List<Path> inputs) {
        for (Path input : inputs) {
            if (SamePlace.of(file, input)) {
                throw new ConfigurationException(
                        file + ": is read by this run, or belongs to what it reads, so it cannot"
                                + " be its output: name another with " + option);
            }
        }
    }
}
