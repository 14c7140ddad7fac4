package dev.clue.eval.calibration;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.judge.ScoreScale;
import dev.clue.judge.StatementSurvey.Found;
import dev.clue.judge.StatementSurvey.Score;
import dev.clue.judge.Thresholds;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** What thresholds make of an image's scores before regions and reasoning: Kleene's logic of fails, unsure and holds. */
record ScoresAlone(Constitution constitution, Thresholds thresholds) {

    /** In rising order, so that an and is the least and an or the greatest. */
    enum Reading {
        FAILS,
        UNSURE,
        HOLDS
    }

    /** Whether the image violates a rule. */
    Reading image(Surveyed surveyed) {
        return greatest(constitution.rules().stream().map(rule -> rule(rule, surveyed)));
    }

    /** Whether a frame violates the rule. */
    Reading rule(Rule rule, Surveyed surveyed) {
        return greatest(surveyed.frames().stream().map(found -> rule(rule, found)));
    }

    /** Whether something that the labels call violated is called not violated. */
    boolean misses(Surveyed surveyed) {
        List<Rule> violated = constitution.rules().stream()
                .filter(rule -> LabelledViolations.of(rule, surveyed.image()))
                .toList();
        return violated.isEmpty()
                ? image(surveyed) == Reading.FAILS
                : violated.stream().anyMatch(rule -> rule(rule, surveyed) == Reading.FAILS);
    }

    private Reading rule(Rule rule, Found found) {
        if (!found.relevant().contains(rule.id())) {
            return Reading.FAILS;
        }
        return rule.preconditions().stream()
                .map(precondition -> precondition(precondition, found))
                .min(Reading::compareTo)
                .orElse(Reading.FAILS);
    }

    private Reading precondition(Precondition precondition, Found found) {
        return greatest(precondition.any().stream()
                .map(statement -> statement(
                        statement, Objects.requireNonNull(found.scores().get(statement)))));
    }

    private Reading statement(Statement statement, Score score) {
        if (!score.meaningful()) {
            return Reading.UNSURE;
        }
        ScoreScale scale = thresholds.scaleFor(statement.text(), score.prior());
        double d = scale.d(score.pYes());
        return d < scale.alpha1() ? Reading.FAILS : d > scale.alpha2() ? Reading.HOLDS : Reading.UNSURE;
    }

    private static Reading greatest(Stream<Reading> readings) {
        return readings.max(Reading::compareTo).orElse(Reading.FAILS);
    }
}
