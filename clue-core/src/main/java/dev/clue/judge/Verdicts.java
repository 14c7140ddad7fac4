package dev.clue.judge;

import dev.clue.judge.RelevanceScan.Relevance;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How verdicts add up: Kleene's three-valued logic, in which something undecided matters only where it could still
 * change the result. So a failure can leave a verdict undecided, but never turn it into another one.
 */
final class Verdicts {

    private Verdicts() {}

    /** An or: holds if one alternative holds, fails if all fail. */
    static PreconditionVerdict precondition(List<StatementVerdict> any) {
        StatementVerdict.Outcome outcome = StatementVerdict.Outcome.FAILS;
        for (StatementVerdict statement : any) {
            switch (statement.outcome()) {
                case HOLDS -> {
                    return new PreconditionVerdict(StatementVerdict.Outcome.HOLDS, any);
                }
                case UNDECIDED -> outcome = StatementVerdict.Outcome.UNDECIDED;
                case FAILS -> {}
            }
        }
        return new PreconditionVerdict(outcome, any);
    }

    /** An and over relevance and preconditions: not violated if one fails, violated if all hold. */
    static RuleVerdict rule(Relevance relevance, List<PreconditionVerdict> chain) {
        if (!relevance.kept()) {
            return new RuleVerdict(
                    relevance.rule().id(), RuleVerdict.Outcome.NOT_RELEVANT, 0, relevance.cosine(), List.of(), null);
        }
        RuleVerdict.Outcome outcome = outcome(relevance, chain);
        double score = outcome == RuleVerdict.Outcome.UNDECIDED
                ? StatementVerdict.UNDECIDED_SCORE
                : chain.stream().mapToDouble(PreconditionVerdict::score).min().orElse(0);
        Failure cause = outcome == RuleVerdict.Outcome.UNDECIDED ? relevance.failure() : null;
        return new RuleVerdict(relevance.rule().id(), outcome, score, relevance.cosine(), chain, cause);
    }

    private static RuleVerdict.Outcome outcome(Relevance relevance, List<PreconditionVerdict> chain) {
        boolean undecided = relevance.failure() != null;
        for (PreconditionVerdict precondition : chain) {
            switch (precondition.outcome()) {
                case FAILS -> {
                    return RuleVerdict.Outcome.NOT_VIOLATED;
                }
                case UNDECIDED -> undecided = true;
                case HOLDS -> {}
            }
        }
        return undecided ? RuleVerdict.Outcome.UNDECIDED : RuleVerdict.Outcome.VIOLATED;
    }

    /** An or over the rules: unsafe outweighs undecided, undecided outweighs safe. */
    static Judgement image(List<RuleVerdict> rules, Cost cost) {
        ImageVerdict.Outcome outcome = ImageVerdict.Outcome.SAFE;
        double score = 0;
        for (RuleVerdict rule : rules) {
            score = Math.max(score, rule.score());
            outcome = switch (rule.outcome()) {
                case VIOLATED -> ImageVerdict.Outcome.UNSAFE;
                case UNDECIDED -> outcome == ImageVerdict.Outcome.UNSAFE ? outcome : ImageVerdict.Outcome.UNDECIDED;
                case NOT_VIOLATED, NOT_RELEVANT -> outcome;
            };
        }
        return new Judgement(outcome, score, rules, cost.usage(), cost.millis(), error(rules));
    }

    /** The cause of the first undecided rule. */
    private static @Nullable Failure error(List<RuleVerdict> rules) {
        return rules.stream()
                .filter(rule -> rule.outcome() == RuleVerdict.Outcome.UNDECIDED)
                .map(Verdicts::cause)
                .flatMap(Optional::stream)
                .findFirst()
                .orElse(null);
    }

    private static Optional<Failure> cause(RuleVerdict rule) {
        Failure own = rule.cause();
        if (own != null) {
            return Optional.of(new Failure(own.kind(), "rule " + rule.id() + ": " + own.message()));
        }
        return rule.preconditions().stream()
                .filter(precondition -> precondition.outcome() == StatementVerdict.Outcome.UNDECIDED)
                .flatMap(precondition -> precondition.any().stream())
                .flatMap(statement -> Optional.ofNullable(statement.cause())
                        .map(cause -> new Failure(
                                cause.kind(),
                                "rule " + rule.id() + ", \"" + statement.statement() + "\": " + cause.message()))
                        .stream())
                .findFirst();
    }
}
