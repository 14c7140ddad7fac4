package dev.clue.eval.calibration;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.eval.debiasing.Logit;
import dev.clue.judge.StatementSurvey.Found;
import dev.clue.judge.StatementSurvey.Score;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleBiFunction;

/**
 * How far above the language prior a model's scores are, in log odds. The margin of a rule is the highest threshold at
 * which scores below the threshold do not end its chain: a rule is called not violated if and only if its margin is
 * below the threshold.
 */
final class Margins {

    private final Constitution constitution;

    Margins(Constitution constitution) {
        this.constitution = constitution;
    }

    /** logit M(x, c) − logit M(None, c); infinite where the score means nothing, as no threshold then applies. */
    static double of(Score score) {
        return score.meaningful() ? Logit.of(score.pYes()) - Logit.of(score.prior()) : Double.POSITIVE_INFINITY;
    }

    /** A precondition fails if all its alternatives do. */
    static double of(Precondition precondition, Found found) {
        double highest = Double.NEGATIVE_INFINITY;
        for (Statement statement : precondition.any()) {
            Score score = Objects.requireNonNull(found.scores().get(statement));
            highest = Math.max(highest, of(score));
        }
        return highest;
    }

    /** A rule fails if a precondition does, or if it is not relevant. */
    static double of(Rule rule, Found found) {
        if (!found.relevant().contains(rule.id())) {
            return Double.NEGATIVE_INFINITY;
        }
        return rule.preconditions().stream()
                .mapToDouble(precondition -> of(precondition, found))
                .min()
                .orElse(Double.NEGATIVE_INFINITY);
    }

    /** A rule is called not violated if it fails in every frame. */
    static double of(Rule rule, Surveyed surveyed) {
        return surveyed.frames().stream()
                .mapToDouble(found -> of(rule, found))
                .max()
                .orElseThrow();
    }

    /** The cosine of image and rule: below t in every frame, the rule is not relevant; infinite without a scan. */
    static double relevance(Rule rule, Surveyed surveyed) {
        return surveyed.frames().stream()
                .mapToDouble(found -> found.cosines().getOrDefault(rule.id(), Double.POSITIVE_INFINITY))
                .max()
                .orElseThrow();
    }

    /** The same of cosines as {@link #ofViolations} of margins. */
    double relevanceOfViolations(Surveyed surveyed) {
        return ofViolations(surveyed, Margins::relevance);
    }

    /**
     * The lowest margin of the violated rules: below a threshold, one of them is missed. Where only the image is
     * labelled, the highest margin of the rules that may be violated: below a threshold, it is called safe.
     */
    double ofViolations(Surveyed surveyed) {
        return ofViolations(surveyed, Margins::of);
    }

    private double ofViolations(Surveyed surveyed, ToDoubleBiFunction<Rule, Surveyed> number) {
        List<Rule> violated = constitution.rules().stream()
                .filter(rule -> LabelledViolations.of(rule, surveyed.image()))
                .toList();
        if (!violated.isEmpty()) {
            return violated.stream()
                    .mapToDouble(rule -> number.applyAsDouble(rule, surveyed))
                    .min()
                    .orElseThrow();
        }
        return constitution.rules().stream()
                .filter(rule -> !Boolean.FALSE.equals(surveyed.image().rules().get(rule.id())))
                .mapToDouble(rule -> number.applyAsDouble(rule, surveyed))
                .max()
                .orElse(Double.NEGATIVE_INFINITY);
    }
}
