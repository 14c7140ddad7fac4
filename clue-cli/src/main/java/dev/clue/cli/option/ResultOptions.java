package dev.clue.cli.option;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFormat;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a result goes, and in which format: options of every command that writes one. */
public final class ResultOptions {

    /** What {@code --format} means. */
    public static final String FORMAT =
            "text, json, jsonl or html; of clue lint text, json or sarif; of clue test text, json, junit or sarif"
                    + " (default: as the name of the output file says, else text).";

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = FORMAT)
    private @Nullable OutputFormat format;

    @Mixin
    private FileOptions place = new FileOptions();

    /** The format. */
    public OutputFormat format() {
        if (format != null) {
            return format;
        }
        return file().flatMap(OutputFormat::of).orElse(OutputFormat.TEXT);
    }

    /** The file; empty for standard output. */
    public Optional<Path> file() {
        return place.file();
    }

    /** Whether a file that exists is replaced. */
    public boolean overwrite() {
        return place.overwrite();
    }

    /**
     * Finds out before any work is done whether the file is one of those that are read.
     *
     * @param inputs everything that is read and so must not be written
     * @throws dev.clue.error.ConfigurationException if it is
     */
    public void requireNotRead(List<Path> inputs) {
        place.requireNotRead(inputs);
    }

    /**
     * Opens a place for a result that appears when it is complete.
     *
     * @throws dev.clue.error.ConfigurationException if it cannot be opened, is in use, or is there and should be kept
     */
    public Destination open(OutputStream standardOutput) {
        return place.open(standardOutput);
    }
}
