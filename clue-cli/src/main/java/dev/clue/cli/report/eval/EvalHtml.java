package dev.clue.cli.report.eval;

import dev.clue.cli.report.PrintableOutput;
import dev.clue.cli.report.template.eval.JtepageGenerated;
import dev.clue.constitution.Constitution;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.report.EvaluatedRun;
import dev.clue.judge.Thresholds;
import gg.jte.output.StringOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report of an evaluation as one page that needs nothing else: plots and pictures are part of it, there is no script,
 * and a browser is told to load nothing.
 *
 * @param constitution whose rules the gallery quotes
 * @param thresholds of the runs
 * @param relevance the relevance threshold t in use, a cosine, or null where there is no encoder
 * @param pictures what the images look like
 * @param mostMistakes shown of a run, at most; each is some 40 KB of the page
 * @param clueVersion version of clue
 */
public record EvalHtml(
        Constitution constitution,
        Thresholds thresholds,
        @Nullable Double relevance,
        LabelledPictures pictures,
        int mostMistakes,
        String clueVersion) {

    /** Mistakes that are usually shown of a run. */
    public static final int USUAL_MISTAKES = 20;

    /**
     * The page.
     *
     * @param report the figures
     * @param runs what they were computed from, in the same order
     */
    public String page(EvalReport report, List<EvaluatedRun> runs) {
        Gallery gallery = new Gallery(constitution, thresholds, pictures, mostMistakes);
        EvalPage page = new EvalPageMaker(report, runs, thresholds, relevance).page(gallery, clueVersion);
        StringOutput html = new StringOutput();
        JtepageGenerated.render(new PrintableOutput(html), null, page);
        return html.toString();
    }
}
