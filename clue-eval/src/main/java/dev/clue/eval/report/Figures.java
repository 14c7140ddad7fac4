package dev.clue.eval.report;

import java.util.List;

/**
 * All that is computed from an evaluation.
 *
 * @param runs in the order of the evaluation
 * @param comparisons of every other run with the first
 */
public record Figures(List<RunFigures> runs, List<Comparison> comparisons) {

    /** Copies the lists. */
    public Figures {
        runs = List.copyOf(runs);
        comparisons = List.copyOf(comparisons);
    }

    /** Computes them; most of the time goes into the intervals. */
    public static Figures of(Evaluation evaluation) {
        List<EvaluatedRun> runs = evaluation.runs();
        return new Figures(
                runs.stream().map(run -> RunFigures.of(run, evaluation)).toList(),
                runs.stream()
                        .skip(1)
                        .map(run -> Comparison.of(runs.getFirst(), run, evaluation))
                        .toList());
    }
}
