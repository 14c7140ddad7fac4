package dev.clue.cli.cases;

import dev.clue.cli.output.Destination;
import dev.clue.cli.output.EvidenceTree;
import dev.clue.cli.output.OutputFiles;
import dev.clue.cli.output.TextLines;
import dev.clue.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes what came of a run.
 *
 * @param terminal what a text is for
 * @param explain whether a text has the evidence
 */
public record CaseReports(Terminal terminal, boolean explain) {

    /** The run in a format. */
    public String text(CaseRun run, CaseFormat format) {
        return switch (format) {
            case TEXT -> CaseText.of(run, terminal, this::evidence);
            case JSON -> CaseJson.of(run);
            case JUNIT -> JUnitXml.of(run);
            case SARIF -> CaseSarif.of(run);
        };
    }

    /**
     * Writes it into files, each in the format that its name says.
     *
     * @throws IllegalArgumentException if a name says none
     */
    public void write(CaseRun run, List<Path> reports) throws IOException {
        for (Path report : reports) {
            CaseFormat format = CaseFormat.of(report).orElseThrow(() -> new IllegalArgumentException("" + report));
            try (Destination destination = OutputFiles.replace(report, OutputFiles.Existing.OVERWRITE)) {
                destination.write(text(run, format).getBytes(StandardCharsets.UTF_8));
                destination.publish();
            }
        }
    }

    private TextLines.Evidence evidence(SuiteResult suite) {
        return explain
                ? new EvidenceTree(suite.basis().constitution(), suite.basis().thresholds(), terminal)
                : TextLines.Evidence.NONE;
    }
}
