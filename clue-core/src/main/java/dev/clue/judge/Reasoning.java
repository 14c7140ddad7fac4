package dev.clue.judge;

import dev.clue.judge.ChainOfThought.Conclusion;
import dev.clue.model.Look;
import dev.clue.verdict.Failure;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Reasoning about statements of which nothing else is sure, paper section 3.5. Without a rating one is undecided; with
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
    public List<StatementVerdict> decide(Look look, List<Evidence> open, Cost cost) {
        if (open.isEmpty()) {
            return List.of();
        }
        List<String> statements =
                open.stream().map(evidence -> evidence.statement().text()).toList();
        List<Conclusion> conclusions = cost.time(Cost.REASONING, () -> thought.about(look, statements));
        List<StatementVerdict> verdicts = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            verdicts.add(decide(open.get(i), conclusions.get(i)));
        }
        return verdicts;
    }

    private StatementVerdict decide(Evidence evidence, Conclusion conclusion) {
        return switch (conclusion) {
            case Conclusion.Rated rated -> rated(evidence, rated);
            case Conclusion.Unrated unrated -> evidence.undecided(Step.REASONING, unrated.cause());
            case Conclusion.Failed failed -> evidence.undecided(Step.REASONING, Failures.of(failed.cause()));
        };
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
