package dev.clue.judge;

import dev.clue.constitution.Precondition;
import dev.clue.constitution.Statement;
import dev.clue.judge.Evidence.Decision;
import dev.clue.judge.RelevanceScan.Relevance;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Walks the precondition chains of all relevant rules at once, paper section 3.3 and Algorithm 1. Each chain waits
 * for one statement at a time, the very one that Algorithm 1 would ask next; what several chains wait for is asked
 * once. A chain that has failed waits for nothing.
 */
final class ChainWalk {

    private final List<Relevance> rules;
    private final Map<Statement, StatementVerdict> known = new HashMap<>();

    ChainWalk(List<Relevance> rules) {
        this.rules = rules;
    }

    /** Every statement that a chain might come to, in the order of the constitution. */
    Set<Statement> statements() {
        Set<Statement> all = new LinkedHashSet<>();
        for (Relevance rule : rules) {
            if (rule.kept()) {
                rule.rule().preconditions().forEach(precondition -> all.addAll(precondition.any()));
            }
        }
        return all;
    }

    /** What the chains wait for now, each statement once; empty when all have ended. */
    Set<Statement> next() {
        Set<Statement> waiting = new LinkedHashSet<>();
        for (Relevance rule : rules) {
            if (rule.kept()) {
                next(rule.rule().preconditions()).ifPresent(waiting::add);
            }
        }
        return waiting;
    }

    /** Takes in what a step decided, and returns what it left to the next step. */
    List<Evidence> settle(List<Decision> decisions) {
        List<Evidence> notSure = new ArrayList<>();
        for (Decision decision : decisions) {
            switch (decision) {
                case Decision.Decided decided -> settle(decided.statement(), decided.verdict());
                case Decision.NotSure open -> notSure.add(open.evidence());
            }
        }
        return notSure;
    }

    /** Takes in the verdict on a statement. */
    void settle(Statement statement, StatementVerdict verdict) {
        known.put(statement, verdict);
    }

    /** The verdict on each rule, in the order of the constitution, once no chain waits. */
    List<RuleVerdict> verdicts() {
        Set<Statement> shown = new HashSet<>();
        List<RuleVerdict> verdicts = new ArrayList<>();
        for (Relevance rule : rules) {
            List<PreconditionVerdict> chain = rule.kept() ? chain(rule.rule().preconditions(), shown) : List.of();
            verdicts.add(Verdicts.rule(rule, chain));
        }
        return verdicts;
    }

    private Optional<Statement> next(List<Precondition> chain) {
        for (Precondition precondition : chain) {
            List<StatementVerdict> asked = asked(precondition);
            PreconditionVerdict verdict = Verdicts.precondition(asked);
            boolean holds = verdict.outcome() == StatementVerdict.Outcome.HOLDS;
            if (!holds && asked.size() < precondition.any().size()) {
                return Optional.of(precondition.any().get(asked.size()));
            }
            if (verdict.outcome() == StatementVerdict.Outcome.FAILS) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private List<PreconditionVerdict> chain(List<Precondition> preconditions, Set<Statement> shown) {
        List<PreconditionVerdict> chain = new ArrayList<>();
        for (Precondition precondition : preconditions) {
            List<StatementVerdict> any = new ArrayList<>();
            for (StatementVerdict verdict : asked(precondition)) {
                boolean first = shown.add(precondition.any().get(any.size()));
                any.add(first ? verdict : verdict.shared());
            }
            PreconditionVerdict verdict = Verdicts.precondition(any);
            chain.add(verdict);
            if (verdict.outcome() == StatementVerdict.Outcome.FAILS) {
                break;
            }
        }
        return chain;
    }

    /** What Algorithm 1 would have asked of the precondition so far: up to the first alternative that holds. */
    private List<StatementVerdict> asked(Precondition precondition) {
        List<StatementVerdict> asked = new ArrayList<>();
        for (Statement statement : precondition.any()) {
            StatementVerdict verdict = known.get(statement);
            if (verdict == null) {
                break;
            }
            asked.add(verdict);
            if (verdict.outcome() == StatementVerdict.Outcome.HOLDS) {
                break;
            }
        }
        return asked;
    }
}
