package dev.clue.eval.calibration;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Rule;
import dev.clue.eval.data.LabelledImage;

/** What labels say about violations of a constitution. */
final class LabelledViolations {

    private LabelledViolations() {}

    /** Whether an image violates something. */
    static boolean any(LabelledImage image) {
        return Boolean.TRUE.equals(image.unsafe()) || image.rules().containsValue(true);
    }

    /** Whether it violates a rule. */
    static boolean of(Rule rule, LabelledImage image) {
        return Boolean.TRUE.equals(image.rules().get(rule.id()));
    }

    /** Whether it violates something, but no rule of the constitution, as where its labels name rules of another one. */
    static boolean byNoRule(Constitution constitution, LabelledImage image) {
        return any(image)
                && constitution.rules().stream()
                        .allMatch(rule -> Boolean.FALSE.equals(image.rules().get(rule.id())));
    }
}
