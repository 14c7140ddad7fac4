package dev.clue.cli.cases;

import dev.clue.cli.output.EvidenceTree;
import dev.clue.cli.output.TextLines;
import dev.clue.cli.terminal.Terminal;

/**
 * Says what came of a run.
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

    private TextLines.Evidence evidence(SuiteResult suite) {
        return explain
                ? new EvidenceTree(suite.basis().constitution(), suite.basis().thresholds(), terminal)
                : TextLines.Evidence.NONE;
    }
}
