package dev.clue.eval.method;

import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.image.RgbImage;
import dev.clue.model.Detection;
import dev.clue.model.ObjectDetector;
import dev.clue.verdict.ImageVerdict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * The detector alone: a rule is violated if for every precondition that names objects all objects of one alternative
 * are found over the box confidence. It cannot see relations, absences or settings, which is the point. The score is
 * the weakest link's confidence, mapped so that the threshold is 0.5.
 */
final class DetectorObjects extends MeasuredMethod {

    private final Setting setting;
    private final ObjectDetector detector;
    private final List<String> objects;

    DetectorObjects(String id, Setting setting, ObjectDetector detector) {
        super(id, setting.savedMillis());
        this.setting = setting;
        this.detector = detector;
        this.objects = setting.constitution().rules().stream()
                .flatMap(rule -> rule.preconditions().stream())
                .flatMap(precondition -> precondition.any().stream())
                .flatMap(statement -> statement.objects().stream())
                .distinct()
                .toList();
    }

    @Override
    Finding find(RgbImage image, Spent spent) {
        Map<String, Double> found = new HashMap<>();
        for (Detection detection : detector.detect(image, objects)) {
            found.put(detection.object(), detection.score());
        }
        Finding.Rules rules = new Finding.Rules();
        for (Rule rule : setting.constitution().rules()) {
            double confidence = rule.preconditions().stream()
                    .map(precondition -> strongest(precondition, found))
                    .flatMapToDouble(OptionalDouble::stream)
                    .min()
                    .orElse(0);
            rules.add(rule.id(), finding(confidence));
        }
        return rules.image();
    }

    /** The best alternative's weakest object; empty where no alternative names one. */
    private static OptionalDouble strongest(Precondition precondition, Map<String, Double> found) {
        return precondition.any().stream()
                .map(Statement::objects)
                .filter(named -> !named.isEmpty())
                .mapToDouble(named -> named.stream()
                        .mapToDouble(object -> Objects.requireNonNull(found.get(object)))
                        .min()
                        .orElse(0))
                .max();
    }

    /** Counts strictly above the threshold, as in Algorithm 1. */
    private Finding finding(double confidence) {
        double threshold = setting.thresholds().boxConfidence();
        boolean violated = confidence > threshold;
        double score = violated
                ? 0.5 + (confidence - threshold) / (2 * (1 - threshold))
                : threshold == 0 ? 0 : 0.49 * confidence / threshold;
        return new Finding(violated ? ImageVerdict.Outcome.UNSAFE : ImageVerdict.Outcome.SAFE, score, Map.of(), null);
    }
}
