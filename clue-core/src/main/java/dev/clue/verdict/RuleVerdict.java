package dev.clue.verdict;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found about one rule.
 *
 * @param id the rule
 * @param outcome the verdict
 * @param score 0 to 1, 0.5 or more if and only if violated: the minimum over the examined preconditions; 0 for a
 *     rule that is not relevant; {@link StatementVerdict#UNDECIDED_SCORE} if undecided
 * @param relevance cosine of image and rule, or null where no relevance scan ran
 * @param preconditions evidence for each precondition that was examined, in the order of the chain
 * @param cause why the rule is undecided where none of its statements says so (the relevance scan failed), or null
 */
public record RuleVerdict(
        String id,
        Outcome outcome,
        double score,
        @Nullable Double relevance,
        List<PreconditionVerdict> preconditions,
        @Nullable Failure cause) {

    /** The verdict on a rule. */
    public enum Outcome {
        /** All its preconditions hold. */
        VIOLATED,
        /** One of its preconditions fails. */
        NOT_VIOLATED,
        /** The relevance scan left it out. */
        NOT_RELEVANT,
        /** Could not be found out. */
        UNDECIDED
    }

    /** Copies the evidence. */
    public RuleVerdict {
        preconditions = List.copyOf(preconditions);
    }
}
