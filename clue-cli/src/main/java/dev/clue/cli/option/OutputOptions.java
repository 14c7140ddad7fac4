package dev.clue.cli.option;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFiles;
import dev.clue.cli.output.OutputFiles.Existing;
import dev.clue.cli.output.OutputFormat;
import dev.clue.error.ConfigurationException;
import dev.clue.verdict.ImageVerdict;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where verdicts go, and how they look there. */
public final class OutputOptions {

    /** What {@code --resume} means. */
    public static final String RESUME = "Continue what an earlier run left: judge what has no result in it yet.";

    /** What {@code --explain} means. */
    public static final String EXPLAIN =
            "Text: show every precondition with prior, score, thresholds, region and rationale.";

    private static final String RESUME_FLAG = "--resume";
    private static final String OVERWRITE_FLAG = "--overwrite";

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Option(names = RESUME_FLAG, fallbackValue = "true", description = RESUME)
    private boolean resume;

    @Option(
            names = "--only",
            paramLabel = "VERDICT",
            description = "Write only safe, unsafe or undecided verdicts; all are judged and counted.")
    private @Nullable Only only;

    @Option(
            names = {"-e", "--explain"},
            fallbackValue = "true",
            description = EXPLAIN)
    private boolean explain;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** Which verdicts are written. */
    enum Only {
        SAFE(ImageVerdict.Outcome.SAFE),
        UNSAFE(ImageVerdict.Outcome.UNSAFE),
        UNDECIDED(ImageVerdict.Outcome.UNDECIDED);

        private final ImageVerdict.Outcome outcome;

        Only(ImageVerdict.Outcome outcome) {
            this.outcome = outcome;
        }

        @Override
        public String toString() {
            return outcome.name().toLowerCase(Locale.ROOT);
        }
    }

    /** The format. */
    public OutputFormat format() {
        return result.format();
    }

    /** The file; empty for standard output. */
    public Optional<Path> file() {
        return result.file();
    }

    /** Whether to continue a file. */
    public boolean resume() {
        return resume && !OptionSource.goesBefore(command, OVERWRITE_FLAG, RESUME_FLAG);
    }

    private boolean overwrite() {
        return result.overwrite() && !OptionSource.goesBefore(command, RESUME_FLAG, OVERWRITE_FLAG);
    }

    /** Whether text shows the evidence. */
    public boolean explain() {
        return explain;
    }

    /** Whether a verdict is to be written. */
    public boolean wants(ImageVerdict verdict) {
        return only == null || only.outcome == verdict.outcome();
    }

    /**
     * Finds contradictions before any work is done.
     *
     * @param inputs everything that is read and so must not be written
     * @throws ConfigurationException naming the options that do not go together
     */
    public void check(List<Path> inputs) {
        // Set for every run, it is about those whose result is text.
        if (explain
                && format() != OutputFormat.TEXT
                && OptionSource.of(command, "--explain") == OptionSource.COMMAND_LINE) {
            throw new ConfigurationException(
                    "--explain goes with --format text; " + format() + " always has the evidence");
        }
        if (resume() && (file().isEmpty() || format() != OutputFormat.JSONL)) {
            throw new ConfigurationException("--resume continues a JSON Lines file: name one with --output FILE.jsonl");
        }
        if (resume() && only != null) {
            throw new ConfigurationException("--resume cannot tell which images --only left out: use one of them");
        }
        if (resume() && overwrite()) {
            throw new ConfigurationException("--resume keeps the file, --overwrite replaces it: use one of them");
        }
        result.requireNotRead(inputs);
    }

    /**
     * Opens the place.
     *
     * @throws ConfigurationException if it cannot be opened, is in use, or is there and should be kept
     */
    public Destination open(OutputStream standardOutput) {
        Optional<Path> file = file();
        boolean piecewise = format() == OutputFormat.JSONL || format() == OutputFormat.TEXT;
        if (file.isEmpty()) {
            return OutputFiles.standardOutput(standardOutput, piecewise);
        }
        Path path = file.get();
        Existing existing = resume() ? Existing.RESUME : overwrite() ? Existing.OVERWRITE : Existing.KEEP;
        Optional<Destination> device = OutputFiles.device(path, piecewise);
        if (device.isPresent()) {
            if (resume()) {
                throw new ConfigurationException(path + ": not an ordinary file, so it cannot be resumed");
            }
            return device.get();
        }
        return format() == OutputFormat.JSONL
                ? OutputFiles.append(path, existing, InstantSource.system())
                : OutputFiles.replace(path, existing);
    }
}
