package dev.clue.cli.report.eval;

import dev.clue.cli.output.Destination;
import dev.clue.cli.report.PageOutput;
import dev.clue.cli.report.PrintableOutput;
import dev.clue.cli.report.template.eval.JtepageGenerated;
import dev.clue.constitution.Constitution;
import dev.clue.eval.report.Evaluation;
import dev.clue.eval.report.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The report of an evaluation as one page that needs nothing else: plots and pictures are part of it, there is no script,
 * and a browser is told to load nothing.
 *
 * @param constitution whose rules the gallery quotes
 * @param pictures what the images look like
 * @param mostMistakes shown of a run, at most; each is some 40 KB of the page
 * @param clueVersion version of clue
 */
public record EvalReport(Constitution constitution, LabelledPictures pictures, int mostMistakes, String clueVersion) {

    /** Mistakes that are usually shown of a run. */
    public static final int USUAL_MISTAKES = 20;

    /**
     * Writes the page and publishes it; the destination stays the caller's to close.
     *
     * @param evaluation what is reported
     * @param figures computed from it
     * @throws IOException if it cannot be written
     */
    public void write(Evaluation evaluation, Figures figures, Destination destination) throws IOException {
        Gallery gallery = new Gallery(constitution, evaluation.thresholds(), pictures, mostMistakes);
        EvalPage page = new EvalPageMaker(evaluation, figures).page(gallery, clueVersion);
        PageOutput output = new PageOutput(destination);
        try {
            JtepageGenerated.render(new PrintableOutput(output), null, page);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        output.flush();
        destination.publish();
    }
}
