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
        @Nullable Double score) {

    /** @throws IllegalArgumentException if the score is not from 0 to 1 */
    public Scored {
        if (score != null && !(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score must be from 0 to 1, but is " + score);
        }
    }

    /** Whether there was no decision. */
    public boolean undecided() {
        return predicted == null;
    }

    /** Whether the decision is the label; what is undecided is not. */
    public boolean right() {
        return predicted != null && predicted == positive;
    }
}
