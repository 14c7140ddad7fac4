package dev.clue.cli.eval;

import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.Printable;
import dev.clue.cli.report.eval.EvalHtml;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Methods;
import dev.clue.eval.report.EvalCsv;
import dev.clue.eval.report.EvalJson;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.report.EvalText;
import dev.clue.eval.report.EvaluatedRun;
import dev.clue.eval.report.PaperTables;
import dev.clue.eval.report.RunCurves;
import dev.clue.eval.run.Result;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The reports of an evaluation: all of them into its folder, then the tables to standard output, so that whatever becomes
 * of that, nothing is lost.
 *
 * @param folder where they go
 * @param out standard output
 * @param paper whether the paper's tables are wanted
 * @param html makes the page
 */
public record EvalReports(EvalFolder folder, OutputStream out, boolean paper, EvalHtml html) {

    /**
     * Writes them.
     *
     * @param report the figures
     * @param images of the set
     * @param methods ids, in the order in which they are to be shown
     * @param results what they were computed from
     * @param constitutions ids of those that were judged by beside the run's own
     * @throws OutputException if one cannot be written
     */
    public void write(
            EvalReport report,
            List<LabelledImage> images,
            List<String> methods,
            List<Result> results,
            List<String> constitutions)
            throws OutputException {
        String text = EvalText.of(report, Printable::text) + (paper ? PaperTables.of(report, Printable::text) : "");
        folder.write(EvalFolder.TEXT, text);
        List<EvaluatedRun> runs = EvaluatedRun.of(images, methods, results);
        folder.write(
                EvalFolder.JSON,
                EvalJson.of(report, runs.stream().map(RunCurves::of).toList()));
        folder.write(EvalFolder.CSV, EvalCsv.of(report, Printable::text));
        folder.write(EvalFolder.verdicts(), verdicts(results, Methods.CLUE));
        for (String id : constitutions) {
            folder.write(EvalFolder.verdicts(id), verdicts(results, Methods.under(id, Methods.CLUE)));
        }
        folder.write(EvalFolder.HTML, html.page(report, runs));
        print(text);
    }

    private void print(String text) throws OutputException {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new OutputException(
                    "standard output cannot be written: " + e.getMessage() + ": every report is whole in "
                            + folder.folder() + "; the tables are in " + EvalFolder.TEXT + " there",
                    e);
        }
    }

    /** CLUE's verdicts with their evidence, as clue judge writes them, by one constitution. */
    private static String verdicts(List<Result> results, String method) {
        StringBuilder lines = new StringBuilder();
        for (Result result : results) {
            if (result.verdict() != null && result.method().equals(method)) {
                lines.append(VerdictJson.write(result.verdict())).append('\n');
            }
        }
        return lines.toString();
    }
}
