package dev.clue.judge;

import dev.clue.constitution.Statement;
import dev.clue.model.AnswerProbability;
import dev.clue.verdict.Failure;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Outcome;
import dev.clue.verdict.StatementVerdict.Step;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a statement so far, on its way through the steps of Algorithm 1.
 *
 * @param statement the statement
 * @param region its central region
 * @param score its debiased score, once asked
 * @param without the answer behind M(x without the region, c), once asked
 */
record Evidence(
        Statement statement,
        CentralRegion region,
        @Nullable DebiasedScore score,
        @Nullable AnswerProbability without) {

    private static final double HOLDS_SCORE = 0.75;
    private static final double FAILS_SCORE = 0.25;

    /** What a step made of the evidence. */
    sealed interface Decision {

        /** Done. */
        record Decided(Statement statement, StatementVerdict verdict) implements Decision {}

        /** The next step's turn. */
        record NotSure(Evidence evidence) implements Decision {}
    }

    Evidence(Statement statement, CentralRegion region) {
        this(statement, region, null, null);
    }

    Evidence withScore(DebiasedScore asked) {
        return new Evidence(statement, region, asked, without);
    }

    Evidence withAnswerWithout(AnswerProbability asked) {
        return new Evidence(statement, region, score, asked);
    }

    /** Done with it. */
    Decision decided(StatementVerdict verdict) {
        return new Decision.Decided(statement, verdict);
    }

    /** Decided by the token probability. */
    StatementVerdict byToken(Outcome outcome, double mapped) {
        return verdict(outcome, mapped, Step.TOKEN, null, null);
    }

    /** Holds by the region difference. */
    StatementVerdict byRegion() {
        return verdict(Outcome.HOLDS, HOLDS_SCORE, Step.REGION, null, null);
    }

    /** Decided by reasoning. */
    StatementVerdict byReasoning(boolean holds, @Nullable String rationale) {
        return holds
                ? verdict(Outcome.HOLDS, HOLDS_SCORE, Step.REASONING, rationale, null)
                : verdict(Outcome.FAILS, FAILS_SCORE, Step.REASONING, rationale, null);
    }

    /** Reasoned about, and undecided all the same. */
    StatementVerdict notRuledOut(@Nullable String rationale, Failure cause) {
        return verdict(Outcome.UNDECIDED, StatementVerdict.UNDECIDED_SCORE, Step.REASONING, rationale, cause);
    }

    /** Not to be found out, because a step failed. */
    StatementVerdict undecided(Step failed, Failure cause) {
        return verdict(Outcome.UNDECIDED, StatementVerdict.UNDECIDED_SCORE, failed, null, cause);
    }

    private StatementVerdict verdict(
            Outcome outcome, double value, Step by, @Nullable String rationale, @Nullable Failure cause) {
        StatementVerdict.Region shown = region instanceof CentralRegion.Found found
                ? new StatementVerdict.Region(
                        found.box(),
                        found.confidence(),
                        without == null ? null : without.score(),
                        without == null ? null : without.mass(),
                        found.crop())
                : null;
        return new StatementVerdict(
                statement.text(),
                outcome,
                value,
                by,
                score == null ? null : score.seen().score(),
                score == null ? null : score.prior().score(),
                score == null ? null : score.seen().mass(),
                score == null ? null : score.prior().mass(),
                shown,
                rationale,
                cause);
    }
}
