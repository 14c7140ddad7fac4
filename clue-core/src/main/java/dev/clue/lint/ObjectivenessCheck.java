package dev.clue.lint;

import dev.clue.lint.Objectiveness.NotRated;
import dev.clue.lint.Objectiveness.Opinion;
import dev.clue.lint.Objectiveness.Rating;
import java.util.Optional;

/** How objective a rule is: by the lock's own history where the text in force is in it, else by whoever rates. */
final class ObjectivenessCheck {

    private final Objectiveness objectiveness;

    ObjectivenessCheck(Objectiveness objectiveness) {
        this.objectiveness = objectiveness;
    }

    /** Rates a rule, and says what is wrong; empty where there is no rating. */
    Optional<RatedRule> check(LintedRule rule, Collected collected) {
        Optional<Rating> locked = locked(rule);
        if (locked.isPresent()) {
            return Optional.of(rated(rule, locked.get(), true, collected));
        }
        Optional<Opinion> opinion = objectiveness.rate(rule.text().text());
        if (opinion.isEmpty()) {
            return Optional.empty();
        }
        return switch (opinion.get()) {
            case Rating rating -> Optional.of(rated(rule, rating, false, collected));
            case NotRated none -> {
                collected.add(
                        LintCode.NOT_RATED,
                        rule,
                        rule.text(),
                        "its objectiveness could not be rated, so it does not count as objective: " + none.why());
                yield Optional.empty();
            }
        };
    }

    private static Optional<Rating> locked(LintedRule rule) {
        return rule.history().stream()
                .filter(attempt -> attempt.text().equals(rule.text().text()))
                .findFirst()
                .map(attempt -> new Rating(attempt.score(), attempt.explanation()));
    }

    private static RatedRule rated(LintedRule rule, Rating rating, boolean fromLock, Collected collected) {
        if (rating.score() < Objectiveness.SUFFICIENT) {
            collected.add(
                    LintCode.LOW_OBJECTIVENESS,
                    rule,
                    rule.text(),
                    "objectiveness " + rating.score() + " of 10, where " + Objectiveness.SUFFICIENT + " is enough: "
                            + rating.explanation() + " Say what can be seen instead");
        }
        return new RatedRule(rule.source().id().file().name(), rule.id(), rating, fromLock);
    }
}
