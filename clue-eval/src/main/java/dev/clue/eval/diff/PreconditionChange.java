package dev.clue.eval.diff;

import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One precondition in both runs. Those of two constitutions are the same if they share a statement.
 *
 * @param before what the first run found, or null where it did not examine it or does not have it
 * @param after what the second run found, or null likewise
 */
public record PreconditionChange(
        @Nullable PreconditionVerdict before, @Nullable PreconditionVerdict after) {

    /** Whether the runs disagree, or only one of them examined it. */
    public boolean flipped() {
        return before == null || after == null || before.outcome() != after.outcome();
    }

    /** The statements of both, each once, in the order of the first run. */
    public List<StatementChange> statements() {
        List<StatementChange> changes = new ArrayList<>();
        List<StatementVerdict> left = after == null ? List.of() : after.any();
        List<StatementVerdict> rest = new ArrayList<>(left);
        for (StatementVerdict statement : before == null ? List.<StatementVerdict>of() : before.any()) {
            Optional<StatementVerdict> same = rest.stream()
                    .filter(each -> each.statement().equals(statement.statement()))
                    .findFirst();
            same.ifPresent(rest::remove);
            changes.add(new StatementChange(statement.statement(), statement, same.orElse(null)));
        }
        rest.forEach(statement -> changes.add(new StatementChange(statement.statement(), null, statement)));
        return changes;
    }

    /**
     * One statement in both runs.
     *
     * @param statement its text
     * @param before what the first run found, or null where it did not ask
     * @param after what the second run found, or null where it did not ask
     */
    public record StatementChange(
            String statement,
            @Nullable StatementVerdict before,
            @Nullable StatementVerdict after) {

        /** Whether both asked and the answers differ. */
        public boolean flipped() {
            return before != null && after != null && before.outcome() != after.outcome();
        }
    }

    /** Pairs the preconditions of a rule. */
    static List<PreconditionChange> between(List<PreconditionVerdict> before, List<PreconditionVerdict> after) {
        List<PreconditionChange> changes = new ArrayList<>();
        List<PreconditionVerdict> rest = new ArrayList<>(after);
        for (PreconditionVerdict one : before) {
            Optional<PreconditionVerdict> same =
                    rest.stream().filter(other -> sharesStatement(one, other)).findFirst();
            same.ifPresent(rest::remove);
            changes.add(new PreconditionChange(one, same.orElse(null)));
        }
        rest.forEach(other -> changes.add(new PreconditionChange(null, other)));
        return changes;
    }

    private static boolean sharesStatement(PreconditionVerdict one, PreconditionVerdict other) {
        return one.any().stream()
                .anyMatch(statement ->
                        other.any().stream().anyMatch(each -> each.statement().equals(statement.statement())));
    }
}
