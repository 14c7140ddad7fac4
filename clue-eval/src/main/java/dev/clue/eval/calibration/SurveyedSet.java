package dev.clue.eval.calibration;

import dev.clue.judge.StatementSurvey.Found;
import dev.clue.judge.StatementSurvey.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Images that the model was asked about.
 *
 * @param name what the set is called
 * @param images those that can be used
 * @param leftOut why the others cannot, one line each
 */
public record SurveyedSet(String name, List<Surveyed> images, List<String> leftOut) {

    /** Copies the lists. */
    public SurveyedSet {
        images = List.copyOf(images);
        leftOut = List.copyOf(leftOut);
    }

    /** The same set, of which further images are left out, one line each. */
    public SurveyedSet leavingOut(List<String> more) {
        List<String> all = new ArrayList<>(more);
        all.addAll(leftOut);
        return new SurveyedSet(name, images, all);
    }

    /** M(None, c) by the statement's text; the same for all images. */
    Map<String, Double> priors() {
        Map<String, Double> priors = new TreeMap<>();
        for (Surveyed image : images) {
            for (Found found : image.frames()) {
                found.scores().forEach((statement, score) -> priors.putIfAbsent(statement.text(), score.prior()));
            }
        }
        return priors;
    }

    /** A number of each score that means something, by the statement's text. */
    Map<String, List<Double>> ofScores(ToDoubleFunction<Score> number) {
        Map<String, List<Double>> numbers = new TreeMap<>();
        for (Surveyed image : images) {
            for (Found found : image.frames()) {
                found.scores().forEach((statement, score) -> {
                    List<Double> ofStatement = numbers.computeIfAbsent(statement.text(), text -> new ArrayList<>());
                    if (score.meaningful()) {
                        ofStatement.add(number.applyAsDouble(score));
                    }
                });
            }
        }
        return numbers;
    }
}
