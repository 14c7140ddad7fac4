package dev.clue.eval.metric;

import org.jspecify.annotations.Nullable;

/**
 * One prediction beside its label: what every metric is computed from.
 *
 * @param positive the label: unsafe, or the rule is violated
 * @param predicted the decision, or null if undecided
 * @param score 0 to 1, the higher the more surely positive, or null where there is none
 */
public record Scored(
        boolean positive,
        @Nullable Boolean predicted,
        @Nullable Double score) {}
