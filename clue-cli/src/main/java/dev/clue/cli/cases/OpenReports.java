package dev.clue.cli.cases;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that a run is reported in, opened before there is anything to report. Closed unwritten, they are as before. */
public final class OpenReports implements AutoCloseable {

    private final Map<Path, Destination> open = new LinkedHashMap<>();

    private OpenReports() {}

    /**
     * Opens them; what is there is replaced when the report is written.
     *
     * @param option that named them
     * @throws dev.clue.error.ConfigurationException if one cannot be opened or is in use; then none is open
     */
    public static OpenReports of(String option, List<Path> files) throws IOException {
        OpenReports reports = new OpenReports();
        try {
            for (Path file : files) {
                if (!reports.open.containsKey(file)) {
                    reports.open.put(file, OutputFiles.replace(option, file, OutputFiles.Existing.OVERWRITE));
                }
            }
            return reports;
        } catch (RuntimeException e) {
            reports.close();
            throw e;
        }
    }

    /**
     * Writes the run into each, in the format that its name says.
     *
     * @throws IllegalArgumentException if a name says none
     */
    public void write(CaseRun run, CaseReports reports) throws IOException {
        for (Map.Entry<Path, Destination> one : open.entrySet()) {
            CaseFormat format =
                    CaseFormat.of(one.getKey()).orElseThrow(() -> new IllegalArgumentException("" + one.getKey()));
            one.getValue().write(reports.text(run, format).getBytes(StandardCharsets.UTF_8));
            one.getValue().publish();
        }
    }

    @Override
    public void close() throws IOException {
        for (Destination one : open.values()) {
            one.close();
        }
    }
}
