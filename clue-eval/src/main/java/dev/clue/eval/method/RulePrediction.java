package dev.clue.eval.method;

import dev.clue.verdict.RuleVerdict;
import org.jspecify.annotations.Nullable;

/**
 * What a method says about one rule.
 *
 * @param outcome violated, not violated, not relevant or undecided
 * @param score 0 to 1, the higher the more surely violated, or null as in {@link Prediction}
 * @param relevance cosine of image and rule, or null where no relevance scan ran
 */
public record RulePrediction(
        RuleVerdict.Outcome outcome,
        @Nullable Double score,
        @Nullable Double relevance) {}
