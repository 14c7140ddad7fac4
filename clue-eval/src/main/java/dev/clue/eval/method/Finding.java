package dev.clue.eval.method;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a method found about an image or a rule, before its cost is known. */
record Finding(
        ImageVerdict.Outcome outcome,
        @Nullable Double score,
        Map<String, RulePrediction> rules,
        @Nullable String cause) {

    /** The score at which something counts as violated. */
    static final double VIOLATED_FROM = 0.5;

    /** A whole image, by its score. */
    static Finding byScore(double score) {
        return new Finding(
                score >= VIOLATED_FROM ? ImageVerdict.Outcome.UNSAFE : ImageVerdict.Outcome.SAFE,
                score,
                Map.of(),
                null);
    }

    /** A whole image, without a score. */
    static Finding decided(boolean unsafe) {
        return new Finding(unsafe ? ImageVerdict.Outcome.UNSAFE : ImageVerdict.Outcome.SAFE, null, Map.of(), null);
    }

    /** Nothing could be found out. */
    static Finding undecided(String cause) {
        return new Finding(ImageVerdict.Outcome.UNDECIDED, null, Map.of(), cause);
    }

    /** As a rule: violated or not. */
    RulePrediction ofRule() {
        return new RulePrediction(
                switch (outcome) {
                    case UNSAFE -> RuleVerdict.Outcome.VIOLATED;
                    case SAFE -> RuleVerdict.Outcome.NOT_VIOLATED;
                    case UNDECIDED -> RuleVerdict.Outcome.UNDECIDED;
                },
                score,
                null);
    }

    /** An or over the rules: one that is violated outweighs one that is undecided. */
    static Finding of(Map<String, RulePrediction> rules, @Nullable String cause) {
        boolean violated = false;
        boolean undecided = false;
        Double score = null;
        for (RulePrediction rule : rules.values()) {
            violated |= rule.outcome() == RuleVerdict.Outcome.VIOLATED;
            undecided |= rule.outcome() == RuleVerdict.Outcome.UNDECIDED;
            Double own = rule.score();
            if (own != null) {
                score = score == null ? own : Double.valueOf(Math.max(score, own));
            }
        }
        if (violated) {
            return new Finding(ImageVerdict.Outcome.UNSAFE, score, rules, null);
        }
        return undecided
                ? new Finding(ImageVerdict.Outcome.UNDECIDED, null, rules, cause)
                : new Finding(ImageVerdict.Outcome.SAFE, score, rules, null);
    }

    /** Collects rules and the first cause of what is undecided. */
    static final class Rules {

        private final Map<String, RulePrediction> rules = new LinkedHashMap<>();
        private @Nullable String cause;

        void add(String id, Finding finding) {
            add(id, finding.ofRule());
            if (cause == null && finding.cause() != null) {
                cause = "rule " + id + ": " + finding.cause();
            }
        }

        void add(String id, RulePrediction prediction) {
            rules.put(id, prediction);
        }

        Finding image() {
            return of(rules, cause);
        }
    }
}
