package dev.clue.eval.method;

import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a method says about an image.
 *
 * @param outcome safe, unsafe or undecided
 * @param score 0 to 1, the higher the more surely unsafe, for curves over thresholds; null for a method that answers
 *     without a score, or whose score is missing because it is undecided
 * @param rules by rule id, in the order of the constitution; empty for a method that does not look at single rules
 * @param usage what was asked of the multimodal model; the same whether its answers were computed or replayed
 * @param millis wall time, of what was replayed the time that computing it took
 * @param cause why it is undecided, or null where it is not
 */
public record Prediction(
        ImageVerdict.Outcome outcome,
        @Nullable Double score,
        Map<String, RulePrediction> rules,
        Usage usage,
        double millis,
        @Nullable String cause) {

    /** Copies the rules. */
    public Prediction {
        rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    }
}
