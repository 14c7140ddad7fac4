package dev.clue.cli.eval;

import dev.clue.cli.output.OutputException;
import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that an evaluation writes.
 *
 * @param folder where it is; made when the first file is written
 */
public record EvalFolder(Path folder) {

    private static final String RESULTS = "results.jsonl";
    private static final String CALLS = "calls.jsonl";

    /** One line an item and method. */
    public Path results() {
        return folder.resolve(RESULTS);
    }

    /** The model calls: where the user wants them, else in this folder. */
    public Path callsOr(@Nullable Path named) {
        return named == null ? folder.resolve(CALLS) : named;
    }

    /**
     * Makes sure that results are continued, replaced or begun as the user wants.
     *
     * @throws ConfigurationException if there are results and nobody said what to do with them, or the folder is a file
     */
    public void prepare(boolean resume, boolean overwrite) {
        if (resume && overwrite) {
            throw new ConfigurationException("--resume keeps the results, --overwrite replaces them: use one of them");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ConfigurationException(folder + ": a file, not a folder: name a folder with --output");
        }
        try {
            if (overwrite) {
                Files.deleteIfExists(results());
            } else if (!resume && Files.exists(results()) && Files.size(results()) > 0) {
                throw new ConfigurationException(results() + ": there are results: continue them with --resume,"
                        + " replace them with --overwrite, or name another folder with --output");
            }
        } catch (IOException e) {
            throw new ConfigurationException(
                    results() + ": cannot be replaced (" + e.getMessage() + "): check its permissions, or name another"
                            + " folder with --output",
                    e);
        }
    }

    /**
     * Writes a file, which appears whole or not at all.
     *
     * @throws OutputException if it cannot be written
     */
    public void write(String name, String text) throws OutputException {
        Path file = folder.resolve(name);
        Path part = folder.resolve("." + name + ".part");
        try {
            Files.writeString(part, text, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new OutputException(
                    file + " cannot be written: " + e.getMessage() + ": all results are kept; make room and run again"
                            + " with --resume",
                    e);
        }
    }
}
