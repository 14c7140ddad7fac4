package dev.clue.verdict;

import java.util.List;

/**
 * What was found about one precondition of a rule.
 *
 * @param outcome it holds if one alternative holds, and fails if all fail
 * @param any the alternatives that were asked, in the order of the constitution
 */
public record PreconditionVerdict(StatementVerdict.Outcome outcome, List<StatementVerdict> any) {

    /** Copies the alternatives. */
    public PreconditionVerdict {
        any = List.copyOf(any);
    }

    /** The maximum over the alternatives that were asked; 0 where none was. */
    public double score() {
        return any.stream().mapToDouble(StatementVerdict::score).max().orElse(0);
    }
}
