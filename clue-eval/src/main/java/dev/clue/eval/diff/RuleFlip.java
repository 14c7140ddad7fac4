package dev.clue.eval.diff;

import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule about which the runs disagree.
 *
 * @param id the rule
 * @param before what the first run found, or null where its constitution does not have the rule
 * @param after what the second run found, or null likewise; not both
 */
public record RuleFlip(
        String id, @Nullable RuleVerdict before, @Nullable RuleVerdict after) {

    /** Violated, not violated or undecided: a rule that is not relevant is not violated, and so is none at all. */
    enum Effect {
        VIOLATED,
        NOT_VIOLATED,
        UNDECIDED;

        static Effect of(@Nullable RuleVerdict verdict) {
            if (verdict == null) {
                return NOT_VIOLATED;
            }
            return switch (verdict.outcome()) {
                case VIOLATED -> VIOLATED;
                case NOT_VIOLATED, NOT_RELEVANT -> NOT_VIOLATED;
                case UNDECIDED -> UNDECIDED;
            };
        }
    }

    /** Whether the runs really disagree. */
    boolean isOne() {
        return Effect.of(before) != Effect.of(after);
    }

    /** Whether the second run finds it violated and the first does not. */
    public boolean newlyViolated() {
        return Effect.of(after) == Effect.VIOLATED;
    }

    /** Whether the first run finds it violated and the second does not. */
    public boolean noLongerViolated() {
        return Effect.of(before) == Effect.VIOLATED;
    }

    /** The evidence of both, precondition by precondition. */
    public List<PreconditionChange> preconditions() {
        return PreconditionChange.between(chain(before), chain(after));
    }

    private static List<PreconditionVerdict> chain(@Nullable RuleVerdict verdict) {
        return verdict == null ? List.of() : verdict.preconditions();
    }
}
