package dev.clue.judge;

import dev.clue.judge.ChainOfThought.Conclusion;
import dev.clue.model.Look;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Step;

/** Reasoning about a statement of which nothing else is sure, paper section 3.5. Without a rating it is undecided. */
final class Reasoning implements LastResort {

    private final ChainOfThought thought;

    Reasoning(ChainOfThought thought) {
        this.thought = thought;
    }

    @Override
    public StatementVerdict decide(Look look, Evidence evidence, Cost cost) {
        try {
            Conclusion conclusion = cost.time(
                    Cost.REASONING,
                    () -> thought.about(look, evidence.statement().text()));
            return switch (conclusion) {
                case Conclusion.Rated rated -> evidence.byReasoning(rated.yes(), rated.rationale());
                case Conclusion.Unrated unrated -> evidence.undecided(Step.REASONING, unrated.cause());
            };
        } catch (RuntimeException e) {
            return evidence.undecided(Step.REASONING, Failures.of(e));
        }
    }
}
