package dev.clue.judge;

import dev.clue.model.Look;
import dev.clue.verdict.Failure;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Outcome;
import dev.clue.verdict.StatementVerdict.Step;
import java.util.List;

/** The sign of the debiased score decides, to measure what reasoning contributes. */
final class ScoreSign implements LastResort {

    private final Thresholds thresholds;

    ScoreSign(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    @Override
    public List<StatementVerdict> decide(Look look, List<Evidence> open, Cost cost) {
        return open.stream().map(this::decide).toList();
    }

    private StatementVerdict decide(Evidence evidence) {
        DebiasedScore score = evidence.score();
        if (score == null || score.reading(thresholds) == DebiasedScore.Reading.MEANINGLESS) {
            return evidence.undecided(
                    Step.TOKEN,
                    new Failure(
                            Failure.MODEL_UNFIT,
                            "the model hardly answers with Yes or No, and it may not reason here; let it reason, or"
                                    + " judge with another model"));
        }
        return evidence.byToken(
                score.d(thresholds) > 0 ? Outcome.HOLDS : Outcome.FAILS, score.mappedBySign(thresholds));
    }
}
