package dev.clue.cli.report;

import dev.clue.cli.diff.DiffText;
import dev.clue.cli.output.Destination;
import dev.clue.cli.report.template.JtediffcardGenerated;
import dev.clue.cli.report.template.JtediffpageGenerated;
import dev.clue.error.ImageException;
import dev.clue.eval.diff.ImageFlip;
import dev.clue.eval.diff.RunDiff;
import dev.clue.eval.run.UnjudgedImage;
import dev.clue.verdict.ImageVerdict;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A comparison of two runs as one page that needs nothing else, like {@link HtmlReport}. */
public final class DiffReport {

    private DiffReport() {}

    /**
     * Writes it.
     *
     * @param pictures gives those images that are still what was judged
     */
    public static void write(RunDiff diff, String clueVersion, Pictures pictures, Destination destination)
            throws IOException {
        PageOutput page = new PageOutput(destination);
        try {
            JtediffpageGenerated.render(
                    new PrintableOutput(page), null, heading(diff, clueVersion), out -> cards(diff, pictures, out));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        page.flush();
    }

    /** One after another, so that one picture at a time is in memory. */
    private static void cards(RunDiff diff, Pictures pictures, TemplateOutput out) {
        long number = 0;
        for (ImageFlip flip : diff.flips()) {
            Picture picture = null;
            String noPicture = "";
            try {
                picture = Picture.of(pictures.pixels(flip.after().image()), text(flip));
            } catch (ImageException e) {
                noPicture = String.valueOf(e.getMessage());
            }
            StringOutput html = new StringOutput();
            JtediffcardGenerated.render(
                    new PrintableOutput(html), null, DiffCardMaker.card(++number, flip, picture, noPicture));
            out.writeContent(html.toString());
        }
    }

    private static String text(ImageFlip flip) {
        return flip.after().image().uri() + ", judged "
                + flip.before().outcome().name().toLowerCase(Locale.ROOT) + " before and "
                + flip.after().outcome().name().toLowerCase(Locale.ROOT) + " after";
    }

    private static DiffHeading heading(RunDiff diff, String clueVersion) {
        StyleSheet style = StyleSheet.load();
        return new DiffHeading(
                style.text(),
                style.hash(),
                clueVersion,
                diff.before().source(),
                diff.after().source(),
                DiffText.summary(diff),
                diff.flips().size(),
                counts(diff),
                diff.differences(),
                String.join(", ", diff.rulesAdded()),
                String.join(", ", diff.rulesRemoved()),
                diff.ruleCounts().entrySet().stream()
                        .map(entry -> new DiffHeading.RuleRow(
                                entry.getKey(),
                                entry.getValue().newlyViolated(),
                                entry.getValue().noLongerViolated(),
                                entry.getValue().other()))
                        .toList(),
                diff.onlyBefore(),
                diff.onlyAfter(),
                diff.unjudged().stream().map(UnjudgedImage::toString).toList());
    }

    private static List<Heading.Count> counts(RunDiff diff) {
        return Arrays.stream(ImageVerdict.Outcome.values())
                .map(outcome -> new Heading.Count(
                        outcome.name().toLowerCase(Locale.ROOT),
                        diff.flips().stream()
                                .filter(flip -> flip.after().outcome() == outcome)
                                .count()))
                .toList();
    }
}
