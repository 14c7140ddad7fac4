package dev.clue.eval.report;

import dev.clue.judge.Thresholds;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The debiased scores d = M(x, c) - M(None, c) of one statement c over the images of a run (paper section 3.3).
 *
 * @param statement c
 * @param prior M(None, c), 0 to 1
 * @param alpha1 below it c fails, -1 to 0
 * @param alpha2 above it c holds, 0 to 1
 * @param holding d of the images of which c is true, rising
 * @param failing d of the images of which c is false, rising
 * @param unlabelled d of the images of which nobody said, rising
 */
public record StatementFigures(
        String statement,
        double prior,
        double alpha1,
        double alpha2,
        List<Double> holding,
        List<Double> failing,
        List<Double> unlabelled) {

    /** Copies the scores. */
    public StatementFigures {
        holding = List.copyOf(holding);
        failing = List.copyOf(failing);
        unlabelled = List.copyOf(unlabelled);
    }

    /** Images on which d alone decides, and decides wrongly: true below alpha1, or false above alpha2. */
    public int surelyWrong() {
        return (int) (holding.stream().filter(d -> d < alpha1).count()
                + failing.stream().filter(d -> d > alpha2).count());
    }

    /** Images on which d decides nothing. */
    public int unsure() {
        return (int) List.of(holding, failing, unlabelled).stream()
                .flatMap(List::stream)
                .filter(d -> d >= alpha1 && d <= alpha2)
                .count();
    }

    /** Images on which c was asked. */
    public int asked() {
        return holding.size() + failing.size() + unlabelled.size();
    }

    /** The middle one of rising numbers, or the mean of the two in the middle. */
    public static OptionalDouble median(List<Double> rising) {
        if (rising.isEmpty()) {
            return OptionalDouble.empty();
        }
        int half = rising.size() / 2;
        return OptionalDouble.of(
                rising.size() % 2 == 1 ? rising.get(half) : (rising.get(half - 1) + rising.get(half)) / 2);
    }

    /** Of every statement that was asked, those with most surely wrong scores first; empty without evidence. */
    public static List<StatementFigures> of(EvaluatedRun run, Thresholds thresholds) {
        Map<String, Scores> byStatement = new LinkedHashMap<>();
        for (EvaluatedImage image : run.images()) {
            ImageVerdict verdict = image.verdict();
            if (verdict != null) {
                asked(verdict)
                        .forEach((text, statement) -> byStatement
                                .computeIfAbsent(text, unseen -> new Scores())
                                .add(statement, image.image().statements().get(text)));
            }
        }
        List<StatementFigures> figures = new ArrayList<>();
        byStatement.forEach((statement, scores) -> figures.add(scores.figures(statement, thresholds)));
        figures.sort((one, other) -> one.surelyWrong() == other.surelyWrong()
                ? one.statement().compareTo(other.statement())
                : Integer.compare(other.surelyWrong(), one.surelyWrong()));
        return List.copyOf(figures);
    }

    /** A statement that several rules share counts once an image. */
    private static Map<String, StatementVerdict> asked(ImageVerdict verdict) {
        Map<String, StatementVerdict> asked = new LinkedHashMap<>();
        for (RuleVerdict rule : verdict.rules()) {
            for (PreconditionVerdict precondition : rule.preconditions()) {
                for (StatementVerdict statement : precondition.any()) {
                    if (statement.pYes() != null && statement.prior() != null) {
                        asked.putIfAbsent(statement.statement(), statement);
                    }
                }
            }
        }
        return asked;
    }

    private static final class Scores {

        private final List<Double> holding = new ArrayList<>();
        private final List<Double> failing = new ArrayList<>();
        private final List<Double> unlabelled = new ArrayList<>();
        private double prior;

        void add(StatementVerdict statement, @Nullable Boolean label) {
            Double pYes = statement.pYes();
            Double own = statement.prior();
            if (pYes == null || own == null) {
                return;
            }
            prior = own;
            (label == null ? unlabelled : label ? holding : failing).add(pYes - own);
        }

        StatementFigures figures(String statement, Thresholds thresholds) {
            return new StatementFigures(
                    statement,
                    prior,
                    thresholds.alpha1(prior),
                    thresholds.alpha2(prior),
                    rising(holding),
                    rising(failing),
                    rising(unlabelled));
        }

        private static List<Double> rising(List<Double> scores) {
            double[] sorted = scores.stream().mapToDouble(Double::doubleValue).toArray();
            Arrays.sort(sorted);
            return Arrays.stream(sorted).boxed().toList();
        }
    }
}
