package dev.clue.lint;

import dev.clue.lint.PolicyText.StatementText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether each alternative of a chain can decide something: it must be possible beside the preconditions that hold
 * anyway, must not follow from them, and must not be covered by another alternative. And whether each precondition can
 * fail.
 */
final class ChainCheck {

    /** Of a chain with more statements than these, or with a huge one, only its length is looked at. */
    private static final int MOST_STATEMENTS = 200;

    private ChainCheck() {}

    private record Alternative(StatementText statement, Meaning meaning) {

        String text() {
            return statement.text().quoted();
        }
    }

    static void check(LintedRule rule, Collected collected) {
        List<StatementText> statements = rule.statements();
        if (statements.size() > MOST_STATEMENTS
                || statements.stream().anyMatch(statement -> statement.text().isHuge())) {
            return;
        }
        List<List<Alternative>> chain = rule.chain().stream()
                .map(link -> link.stream()
                        .map(statement -> new Alternative(
                                statement, Meaning.of(statement.text().text())))
                        .toList())
                .toList();
        for (int i = 0; i < chain.size(); i++) {
            List<Alternative> needed = new ArrayList<>();
            for (int j = 0; j < chain.size(); j++) {
                if (j != i && chain.get(j).size() == 1) {
                    needed.add(chain.get(j).getFirst());
                }
            }
            link(rule, chain.get(i), needed, collected);
            always(rule, chain.get(i), chain.size() == 1, collected);
        }
    }

    private static void link(LintedRule rule, List<Alternative> link, List<Alternative> needed, Collected collected) {
        int impossible = 0;
        for (Alternative alternative : link) {
            Optional<Alternative> against = needed.stream()
                    .filter(other -> alternative.meaning().contradicts(other.meaning()))
                    .findFirst();
            if (against.isPresent()) {
                impossible++;
                boolean last = impossible == link.size();
                collected.add(
                        last ? LintCode.NEVER_VIOLATED : LintCode.UNREACHABLE_ALTERNATIVE,
                        rule,
                        alternative.statement().text(),
                        alternative.text() + " cannot hold where "
                                + against.get().text() + " holds, which must"
                                + (last ? ": nothing could violate the rule: correct one of them" : ": remove it"));
            } else if (link.size() > 1) {
                covered(rule, alternative, link, needed, collected);
            }
        }
    }

    /** @param only whether the chain has no other precondition */
    private static void always(LintedRule rule, List<Alternative> link, boolean only, Collected collected) {
        for (Alternative alternative : link) {
            Optional<Alternative> denied = link.stream()
                    .filter(other -> alternative.meaning().holdsWithout(other.meaning()))
                    .findFirst();
            if (denied.isPresent()) {
                collected.add(
                        LintCode.ALWAYS_HOLDS,
                        rule,
                        alternative.statement().text(),
                        alternative.text() + " holds wherever the alternative "
                                + denied.get().text() + " does not, so the precondition always holds"
                                + (only
                                        ? " and every image violates the rule: say what must be seen"
                                        : ": remove one of them, or the precondition"));
                return;
            }
        }
    }

    private static void covered(
            LintedRule rule,
            Alternative alternative,
            List<Alternative> link,
            List<Alternative> needed,
            Collected collected) {
        Optional<Alternative> broader = link.stream()
                .filter(other -> alternative.meaning().implies(other.meaning())
                        && !other.meaning().equals(alternative.meaning()))
                .findFirst();
        Optional<Alternative> granted = needed.stream()
                .filter(other -> other.meaning().implies(alternative.meaning()))
                .findFirst();
        if (broader.isPresent()) {
            collected.add(
                    LintCode.UNREACHABLE_ALTERNATIVE,
                    rule,
                    alternative.statement().text(),
                    alternative.text() + " decides nothing, because wherever it holds, the alternative "
                            + broader.get().text() + " holds too: remove it, or make the other one narrower");
        } else if (granted.isPresent()) {
            collected.add(
                    LintCode.UNREACHABLE_ALTERNATIVE,
                    rule,
                    alternative.statement().text(),
                    alternative.text() + " always holds here, because "
                            + granted.get().text()
                            + " must hold, so the other alternatives decide nothing: remove the precondition, or make"
                            + " the alternative narrower");
        }
    }
}
