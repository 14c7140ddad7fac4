package dev.clue.lint;

import dev.clue.constitution.LockEntry.Attempt;
import dev.clue.lint.PolicyText.RuleText;
import dev.clue.lint.PolicyText.StatementText;
import java.util.List;

/**
 * A rule as it will be judged by.
 *
 * @param source what its author wrote
 * @param text the words that count: the objective form where there is one, else the rule
 * @param chain the preconditions that count, the author's or those of the lock; perhaps none
 * @param history versions of its wording that the lock has ratings of; perhaps none
 */
record LintedRule(RuleText source, PlacedText text, List<List<StatementText>> chain, List<Attempt> history) {

    String id() {
        return source.id().text();
    }

    List<StatementText> statements() {
        return chain.stream().flatMap(List::stream).toList();
    }
}
