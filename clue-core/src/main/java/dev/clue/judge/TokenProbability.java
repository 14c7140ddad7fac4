package dev.clue.judge;

import dev.clue.judge.Evidence.Decision;
import dev.clue.judge.Packs.Answer;
import dev.clue.model.Look;
import dev.clue.prompt.Wording;
import dev.clue.verdict.StatementVerdict.Outcome;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.ArrayList;
import java.util.List;

/** Debiased token probabilities, paper section 3.3: a statement holds, fails, or it is not sure. */
final class TokenProbability {

    private final Thresholds thresholds;
    private final Wording wording;
    private final Priors priors;

    TokenProbability(Thresholds thresholds, Wording wording, Priors priors) {
        this.thresholds = thresholds;
        this.wording = wording;
        this.priors = priors;
    }

    /** One decision a statement, in their order. */
    List<Decision> decide(Look look, List<Evidence> open, Cost cost) {
        List<String> statements =
                open.stream().map(evidence -> evidence.statement().text()).toList();
        List<Answer> prior = cost.time(Cost.PRIOR, () -> priors.of(statements, cost));
        List<Answer> seen = cost.time(
                Cost.TOKEN,
                () -> Packs.ask(look, statements.stream().map(wording::question).toList()));
        List<Decision> decisions = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            decisions.add(decide(open.get(i), seen.get(i), prior.get(i)));
        }
        return decisions;
    }

    private Decision decide(Evidence evidence, Answer seen, Answer prior) {
        if (seen instanceof Answer.Missing missing) {
            return evidence.decided(evidence.undecided(Step.TOKEN, missing.cause()));
        }
        return switch (prior) {
            case Answer.Missing missing -> evidence.decided(evidence.undecided(Step.TOKEN, missing.cause()));
            case Answer.Given given ->
                decide(
                        evidence,
                        new DebiasedScore(
                                evidence.statement().text(), ((Answer.Given) seen).probability(), given.probability()));
        };
    }

    private Decision decide(Evidence evidence, DebiasedScore score) {
        Evidence scored = evidence.withScore(score);
        return switch (score.reading(thresholds)) {
            case FAILS -> scored.decided(scored.byToken(Outcome.FAILS, score.mapped(thresholds)));
            case HOLDS -> scored.decided(scored.byToken(Outcome.HOLDS, score.mapped(thresholds)));
            case NOT_SURE, MEANINGLESS -> new Decision.NotSure(scored);
        };
    }
}
