package dev.clue.judge;

import dev.clue.judge.ChainOfThought.Conclusion;
import dev.clue.model.Look;
import dev.clue.verdict.Failure;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Step;

/**
 * Reasoning about a statement of which nothing else is sure, paper section 3.5. Without a rating it is undecided; with
 * a "No" too, where the calibration says that reasoning only finds.
 */
final class Reasoning implements LastResort {

    private final ChainOfThought thought;
    private final Thresholds thresholds;

    Reasoning(ChainOfThought thought, Thresholds thresholds) {
        this.thought = thought;
        this.thresholds = thresholds;
    }

    @Override
    public StatementVerdict decide(Look look, Evidence evidence, Cost cost) {
        try {
            Conclusion conclusion = cost.time(
                    Cost.REASONING,
                    () -> thought.about(look, evidence.statement().text()));
            return switch (conclusion) {
                case Conclusion.Rated rated -> rated(evidence, rated);
                case Conclusion.Unrated unrated -> evidence.undecided(Step.REASONING, unrated.cause());
            };
        } catch (RuntimeException e) {
            return evidence.undecided(Step.REASONING, Failures.of(e));
        }
    }

    private StatementVerdict rated(Evidence evidence, Conclusion.Rated rated) {
        return switch (thresholds.calibration().reasoning()) {
            case DECIDES -> evidence.byReasoning(rated.yes(), rated.rationale());
            case ONLY_FINDS ->
                rated.yes()
                        ? evidence.byReasoning(true, rated.rationale())
                        : evidence.notRuledOut(rated.rationale(), notRuledOut());
        };
    }

    private Failure notRuledOut() {
        return new Failure(
                Failure.UNSURE,
                "the score is not sure and reasoning says No, which does not count under the bound on missed violations"
                        + " of the profile " + thresholds.profile()
                        + "; look at the image yourself, or judge without --profile");
    }
}
