package dev.clue.eval.report;

import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.metric.UndecidedCount;
import dev.clue.judge.Thresholds;
import java.util.List;

/**
 * Runs over the same images, side by side.
 *
 * @param title what was evaluated
 * @param facts what else a reader should know, such as data set, models, constants
 * @param runs what is compared; every other one is compared with the first
 * @param thresholds of the runs, for the distribution of d
 * @param undecided how undecided images enter the figures; the other two ways are shown beside
 * @param bootstrap where intervals come from
 */
public record Evaluation(
        String title,
        List<Fact> facts,
        List<EvaluatedRun> runs,
        Thresholds thresholds,
        UndecidedCount undecided,
        Bootstrap bootstrap) {

    /**
     * Something worth knowing.
     *
     * @param name what it is
     * @param value in words
     */
    public record Fact(String name, String value) {}

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException if there is no run, two have one name, or the images differ
     */
    public Evaluation {
        facts = List.copyOf(facts);
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs a run");
        }
        if (runs.stream().map(EvaluatedRun::name).distinct().count() < runs.size()) {
            throw new IllegalArgumentException("two runs have the same name: "
                    + runs.stream().map(EvaluatedRun::name).toList());
        }
        List<String> first = ids(runs.getFirst());
        for (EvaluatedRun run : runs) {
            if (!ids(run).equals(first)) {
                throw new IllegalArgumentException(
                        "runs are compared on the same images in the same order, but those of " + run.name()
                                + " are not those of " + runs.getFirst().name());
            }
        }
    }

    private static List<String> ids(EvaluatedRun run) {
        return run.images().stream().map(image -> image.image().id()).toList();
    }
}
