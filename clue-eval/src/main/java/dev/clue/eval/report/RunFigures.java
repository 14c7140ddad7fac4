package dev.clue.eval.report;

import dev.clue.eval.metric.Calibration;
import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Groups;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.PrecisionRecallCurve;
import dev.clue.eval.metric.RocCurve;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UndecidedCount;
import dev.clue.model.Usage;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Every figure of one run.
 *
 * @param name the run
 * @param confusion of the labelled images, undecided ones apart
 * @param metrics of the labelled images, with intervals; undecided ones counted as the evaluation says
 * @param f1 the same metric with undecided images counted each way
 * @param roc curve over the thresholds of the score
 * @param precisionRecall the same
 * @param calibration scores beside shares
 * @param rules by rule; those that the method did not look at, or nobody labelled, are absent
 * @param slices by slice
 * @param statements distribution of d; empty for a method without evidence
 * @param images all images, labelled or not
 * @param usage what was asked of the multimodal model, for all images
 * @param millis wall time for all images
 */
public record RunFigures(
        String name,
        Confusion confusion,
        Map<Metric, Measured<Estimate>> metrics,
        Map<UndecidedCount, Measured<Double>> f1,
        Measured<RocCurve> roc,
        Measured<PrecisionRecallCurve> precisionRecall,
        Measured<Calibration> calibration,
        SortedMap<String, GroupFigures> rules,
        SortedMap<String, GroupFigures> slices,
        List<StatementFigures> statements,
        int images,
        Usage usage,
        double millis) {

    /** Copies the collections. */
    public RunFigures {
        metrics = Collections.unmodifiableMap(new EnumMap<>(metrics));
        f1 = Collections.unmodifiableMap(new EnumMap<>(f1));
        rules = Collections.unmodifiableSortedMap(new TreeMap<>(rules));
        slices = Collections.unmodifiableSortedMap(new TreeMap<>(slices));
        statements = List.copyOf(statements);
    }

    static RunFigures of(EvaluatedRun run, Evaluation evaluation) {
        List<Scored> labelled = run.scored();
        List<Scored> counted = evaluation.undecided().applyTo(labelled);
        Map<Metric, Measured<Estimate>> metrics = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            metrics.put(metric, evaluation.bootstrap().estimate(counted, metric::of));
        }
        Map<UndecidedCount, Measured<Double>> f1 = new EnumMap<>(UndecidedCount.class);
        for (UndecidedCount way : UndecidedCount.values()) {
            f1.put(way, Metric.F1.of(way.applyTo(labelled)));
        }
        Usage usage =
                run.images().stream().map(image -> image.prediction().usage()).reduce(Usage.NONE, Usage::plus);
        return new RunFigures(
                run.name(),
                Confusion.of(labelled),
                metrics,
                f1,
                RocCurve.of(counted),
                PrecisionRecallCurve.of(counted),
                Calibration.of(counted, Calibration.USUAL_BINS),
                groups(rules(run), evaluation),
                groups(slices(run), evaluation),
                StatementFigures.of(run.images(), evaluation.thresholds()),
                run.images().size(),
                usage,
                run.images().stream()
                        .mapToDouble(image -> image.prediction().millis())
                        .sum());
    }

    private static SortedMap<String, GroupFigures> groups(Map<String, List<Scored>> groups, Evaluation evaluation) {
        SortedMap<String, GroupFigures> figures = new TreeMap<>();
        groups.forEach((name, items) ->
                figures.put(name, GroupFigures.of(items, evaluation.undecided(), evaluation.bootstrap())));
        return figures;
    }

    private static Map<String, List<Scored>> rules(EvaluatedRun run) {
        TreeSet<String> names = new TreeSet<>();
        run.images().forEach(image -> names.addAll(image.image().rules().keySet()));
        Map<String, List<Scored>> rules = new TreeMap<>();
        for (String rule : names) {
            List<Scored> items = present(run, image -> image.scored(rule));
            if (!items.isEmpty()) {
                rules.put(rule, items);
            }
        }
        return rules;
    }

    private static Map<String, List<Scored>> slices(EvaluatedRun run) {
        Map<String, List<Scored>> slices = new TreeMap<>();
        Groups.by(run.images(), image -> image.image().slices())
                .forEach((slice, images) -> slices.put(
                        slice,
                        images.stream()
                                .map(EvaluatedImage::scored)
                                .flatMap(Optional::stream)
                                .toList()));
        return slices;
    }

    private static List<Scored> present(EvaluatedRun run, Function<EvaluatedImage, Optional<Scored>> scored) {
        return run.images().stream().map(scored).flatMap(Optional::stream).toList();
    }
}
