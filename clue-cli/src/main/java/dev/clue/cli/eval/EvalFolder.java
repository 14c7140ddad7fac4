package dev.clue.cli.eval;

import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.SamePlace;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.OutputFiles;
import dev.clue.cli.output.Utf8;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.report.EvalCsv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folder that an evaluation writes.
 *
 * @param folder where it is; made when the first file is written
 */
public record EvalFolder(Path folder) {

    /** The tables, as they are printed. */
    static final String TEXT = "report.txt";

    /** The page. */
    static final String HTML = "report.html";

    /** Everything for programs. */
    static final String JSON = "report.json";

    /** The numbers for spreadsheets. */
    static final String CSV = "metrics.csv";

    private static final String RESULTS = "results.jsonl";
    private static final String CALLS = "calls.jsonl";
    private static final Pattern VERDICTS_BEGIN = Pattern.compile("\\{\"id\":\"");

    /** How each report begins: whatever begins otherwise is somebody else's. */
    private static final Map<String, Pattern> BEGINNINGS = Map.of(
            TEXT, Pattern.compile("\\d+ images?; in brackets"),
            HTML, Pattern.compile("\\s*<!doctype html>.*<title>Evaluation of ", Pattern.DOTALL),
            JSON, Pattern.compile("\\{\\s*\"configuration\""),
            CSV, Pattern.compile(Pattern.quote(EvalCsv.HEAD)));

    private static final int BEGINNING_BYTES = 4096;

    /** One line an item and method. */
    public Path results() {
        return folder.resolve(RESULTS);
    }

    /** The model calls: where the user wants them, else in this folder. */
    public Path callsOr(@Nullable Path named) {
        return named == null ? folder.resolve(CALLS) : named;
    }

    /** Where the report for programs will be, with everything that others show a part of. */
    public Path json() {
        return folder.resolve(JSON);
    }

    /** Under which name the verdicts by a constitution other than the run's own are written. */
    static String verdicts(String constitution) {
        return "verdicts." + constitution + ".jsonl";
    }

    /** Under which name the verdicts by the run's own constitution are written. */
    static String verdicts() {
        return "verdicts.jsonl";
    }

    /**
     * Makes sure, before anything is made or removed, that results are continued, replaced or begun as the user wants, and
     * that no file of somebody else is replaced.
     *
     * @param constitutions ids of those that are judged by beside the run's own
     * @param calls where the user wants model calls to be kept, or null
     * @param inputs everything that is read and so must not be written
     * @throws ConfigurationException if there are files and nobody said what to do with them, one of them is read by this
     *     run, or the folder is a file
     */
    public void check(
            boolean resume, boolean overwrite, List<String> constitutions, @Nullable Path calls, List<Path> inputs) {
        if (resume && overwrite) {
            throw new ConfigurationException("--resume keeps the results, --overwrite replaces them: use one of them");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new ConfigurationException(folder + ": a file, not a folder: name a folder with --output");
        }
        Map<String, Pattern> reports = new LinkedHashMap<>(BEGINNINGS);
        reports.put(verdicts(), VERDICTS_BEGIN);
        constitutions.forEach(id -> reports.put(verdicts(id), VERDICTS_BEGIN));
        List<Path> written = new ArrayList<>(List.of(results()));
        reports.keySet().forEach(name -> written.add(folder.resolve(name)));
        written.stream().filter(Files::exists).forEach(file -> FileOptions.requireNotRead("--output", file, inputs));
        FileOptions.requireNotRead(calls == null ? "--output" : "--calls", callsOr(calls), inputs);
        if (calls != null && written.stream().anyMatch(file -> SamePlace.of(file, calls))) {
            throw new ConfigurationException(
                    "--calls " + calls + ": the run writes something else there: name another file with --calls");
        }
        written.forEach(EvalFolder::requireNoFolder);
        reports.keySet().forEach(name -> OutputFiles.requireNoLink("--output", folder.resolve(name)));
        if (overwrite) {
            return;
        }
        if (!resume && isThere(results())) {
            throw new ConfigurationException(results() + ": there are results: continue them with --resume,"
                    + " replace them with --overwrite, or name another folder with --output");
        }
        reports.forEach((name, beginning) -> requireOurs(folder.resolve(name), beginning, resume));
    }

    private static void requireNoFolder(Path file) {
        if (Files.isDirectory(file)) {
            throw new ConfigurationException(
                    file + ": a folder, where this run writes a file: move it away, or name another folder with"
                            + " --output");
        }
    }

    private static void requireOurs(Path file, Pattern beginning, boolean resume) {
        if (!isThere(file)) {
            return;
        }
        if (!resume) {
            throw new ConfigurationException(
                    file + ": exists: move it away, replace it with --overwrite, or name another folder with --output");
        }
        if (!beginning.matcher(beginningOf(file)).lookingAt()) {
            throw new ConfigurationException(
                    file + ": clue eval has not written this file, and would replace it: move it away, or name another"
                            + " folder with --output");
        }
    }

    private static boolean isThere(Path file) {
        try {
            return Files.exists(file) && Files.size(file) > 0;
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    private static String beginningOf(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(BEGINNING_BYTES), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /**
     * Removes the results that are to be replaced.
     *
     * @throws ConfigurationException if they cannot be removed
     */
    public void replaceResults() {
        try {
            Files.deleteIfExists(results());
        } catch (IOException e) {
            throw unusable(results(), e);
        }
    }

    private static ConfigurationException unusable(Path file, IOException cause) {
        return new ConfigurationException(
                file + ": cannot be replaced (" + cause.getMessage() + "): check its permissions, or name another"
                        + " folder with --output",
                cause);
    }

    /**
     * Writes a file, which appears whole or not at all. A half of a character, which some label may hold, becomes {@code
     * U+FFFD}: it must not cost a report.
     *
     * @throws OutputException if it cannot be written
     */
    public void write(String name, String text) throws OutputException {
        Path file = folder.resolve(name);
        try (Destination place = OutputFiles.replace(file, OutputFiles.Existing.OVERWRITE)) {
            place.write(Utf8.bytes(text));
            place.publish();
        } catch (ConfigurationException e) {
            throw new OutputException(
                    e.getMessage() + ": all results are kept; run again with --resume", new IOException(e));
        } catch (IOException e) {
            String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new OutputException(
                    file + " cannot be written: " + why + ": all results are kept; make room and run again with"
                            + " --resume",
                    e);
        }
    }
}
