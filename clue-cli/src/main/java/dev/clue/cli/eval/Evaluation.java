package dev.clue.cli.eval;

import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.output.Words;
import dev.clue.cli.report.eval.EvalHtml;
import dev.clue.cli.report.eval.LabelledPictures;
import dev.clue.cli.terminal.Terminal;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Setting;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.report.FlipReport;
import dev.clue.eval.run.EvalRun;
import dev.clue.eval.run.Result;
import dev.clue.eval.run.ResultsFile;
import dev.clue.eval.run.UnjudgedImage;
import dev.clue.eval.store.CallStore;
import dev.clue.image.ImageIntake;
import dev.clue.model.ImageTextEncoder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation, once everything that can be wrong with the command has been looked at: what is judged, and where what
 * comes of it is kept.
 *
 * @param images of the set
 * @param intake reads them
 * @param policies by what they are judged
 * @param setting what all methods share
 * @param store keeps model calls
 * @param results keeps predictions
 */
public record Evaluation(
        List<LabelledImage> images,
        ImageIntake intake,
        Policies policies,
        Setting setting,
        CallStore store,
        ResultsFile results) {

    /**
     * Judges what has no result yet, and says what was done, and which images could not be judged.
     *
     * @param threads images in work at the same time
     * @param folder where the reports will be
     * @param warnings are told what to say
     * @param terminal what standard error is connected to
     * @param stop asks to stop
     */
    public void judge(
            List<Method> methods,
            int threads,
            EvalFolder folder,
            Warnings warnings,
            Terminal terminal,
            StopSignal stop) {
        long done = images.stream()
                .filter(image ->
                        methods.stream().map(Method::id).allMatch(id -> results.result(image.id(), id) != null))
                .count();
        long before = results.results().size();
        try (Progress progress = Progress.start(warnings.err(), terminal, images.size(), done)) {
            EvalRun.Watch watch = new EvalRun.Watch() {
                @Override
                public void kept(Result result) {
                    store.requireKept();
                }

                @Override
                public void finished(LabelledImage image) {
                    progress.step();
                }
            };
            new EvalRun(methods, intake, setting.models().domain(), results, watch)
                    .run(images, threads, stop::requested);
        }
        List<UnjudgedImage> unjudged = UnjudgedImage.of(images, results.results());
        warnings.sayEach(
                unjudged,
                "all of them " + (stop.requested() ? "are in " + results.file() : "will be in " + folder.json()));
        warnings.err().println(summary(results.results().size() - before, before, unjudged.size()));
    }

    private String summary(long made, long before, int unjudged) {
        return Words.count(made, "prediction") + " made, " + before + (before == 1 ? " was" : " were")
                + " there already; model calls: " + store.computed() + " computed, " + store.replayed() + " replayed"
                + (unjudged == 0 ? "" : "; " + Words.count(unjudged, "image") + " could not be judged, or not wholly");
    }

    /**
     * What it comes to.
     *
     * @param methods ids of those by the run's own constitution, in the order in which they are to be shown
     */
    public EvalReport report(Bootstrap bootstrap, List<String> methods) {
        SortedMap<String, String> configuration = new TreeMap<>(results.configuration());
        Double relevance = relevance();
        if (relevance != null) {
            configuration.put("relevance threshold", relevance.toString());
        }
        EvalReport report =
                EvalReport.of(configuration, bootstrap, images, policies.problems(), methods, results.results());
        return policies.others().isEmpty()
                ? report
                : report.with(FlipReport.of(bootstrap, policies.runs(images, methods), methods, results.results()));
    }

    /** Makes its page. */
    public EvalHtml page(String clueVersion) {
        return new EvalHtml(
                setting.constitution(),
                setting.thresholds().withSmallRegionOf(setting.models().detector()),
                relevance(),
                LabelledPictures.of(intake),
                EvalHtml.USUAL_MISTAKES,
                clueVersion);
    }

    /** The t in use, or null without an encoder. */
    private @Nullable Double relevance() {
        ImageTextEncoder encoder = setting.models().encoder();
        return encoder == null ? null : Double.valueOf(setting.thresholds().relevanceFor(encoder));
    }
}
