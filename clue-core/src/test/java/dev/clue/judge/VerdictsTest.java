package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clue.judge.RelevanceScan.Relevance;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import dev.clue.verdict.StatementVerdict.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The truth tables; H holds, F fails, U undecided. */
class VerdictsTest {

    private static final Failure BUSY = new Failure(Failure.MODEL_UNAVAILABLE, "busy");

    @ParameterizedTest
    @CsvSource({
        "H, HOLDS",
        "F, FAILS",
        "U, UNDECIDED",
        "FH, HOLDS",
        "UH, HOLDS",
        "FF, FAILS",
        "FU, UNDECIDED",
        "UF, UNDECIDED"
    })
    void aPreconditionIsAnOr(String any, Outcome expected) {
        assertThat(precondition(any).outcome()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "H, VIOLATED, 0.9",
        "H H, VIOLATED, 0.9",
        "FH H, VIOLATED, 0.9",
        "F, NOT_VIOLATED, 0.1",
        "H F, NOT_VIOLATED, 0.1",
        "U F, NOT_VIOLATED, 0.1",
        "U FF, NOT_VIOLATED, 0.1",
        "U, UNDECIDED, 0.49",
        "H U, UNDECIDED, 0.49",
        "U H, UNDECIDED, 0.49",
        "FU U H, UNDECIDED, 0.49",
    })
    void aRuleIsAnAndOfItsPreconditions(String chain, RuleVerdict.Outcome expected, double score) {
        RuleVerdict verdict = rule(null, chain);
        assertThat(verdict.outcome()).isEqualTo(expected);
        assertThat(verdict.score()).isEqualTo(score);
        assertThat(verdict.cause()).isNull();
    }

    @Test
    void withoutARelevanceScanARuleCanOnlyBeFoundNotViolated() {
        assertThat(rule(BUSY, "H").outcome()).isEqualTo(RuleVerdict.Outcome.UNDECIDED);
        assertThat(rule(BUSY, "H").cause()).isEqualTo(BUSY);
        assertThat(rule(BUSY, "H").score()).isEqualTo(0.49);
        assertThat(rule(BUSY, "H F").outcome()).isEqualTo(RuleVerdict.Outcome.NOT_VIOLATED);
        assertThat(rule(BUSY, "H F").cause()).isNull();
    }

    @Test
    void aRuleThatIsNotRelevantScoresZero() {
        RuleVerdict verdict = Verdicts.rule(
                new Relevance(Constitutions.rule("r", Constitutions.any("x")), 0.1, false, null), List.of());
        assertThat(verdict).isEqualTo(new RuleVerdict("r", RuleVerdict.Outcome.NOT_RELEVANT, 0, 0.1, List.of(), null));
    }

    @ParameterizedTest
    @CsvSource({
        "F, SAFE, 0.1",
        "F F, SAFE, 0.1",
        "H, UNSAFE, 0.9",
        "F H, UNSAFE, 0.9",
        "U H, UNSAFE, 0.9",
        "H U, UNSAFE, 0.9",
        "H F, UNSAFE, 0.9",
        "U, UNDECIDED, 0.49",
        "F U, UNDECIDED, 0.49",
        "U F, UNDECIDED, 0.49",
    })
    void anImageIsAnOrOfItsRules(String rules, ImageVerdict.Outcome expected, double score) {
        Judgement judgement = Verdicts.image(
                Arrays.stream(rules.split(" ")).map(any -> rule(null, any)).toList(), new Cost());
        assertThat(judgement.outcome()).isEqualTo(expected);
        assertThat(judgement.score()).isEqualTo(score);
    }

    @Test
    void theErrorIsThatOfTheFirstUndecidedRule() {
        assertThat(Verdicts.image(List.of(rule(null, "F"), rule(null, "H")), new Cost())
                        .error())
                .isNull();
        assertThat(Verdicts.image(List.of(rule(null, "U F"), rule(null, "H")), new Cost())
                        .error())
                .as("what failed did not matter")
                .isNull();
        assertThat(Verdicts.image(List.of(rule(null, "F"), rule(null, "H FU")), new Cost())
                        .error())
                .isEqualTo(new Failure(Failure.MODEL_UNAVAILABLE, "rule r, \"U\": busy"));
        assertThat(Verdicts.image(List.of(rule(BUSY, "H")), new Cost()).error())
                .isEqualTo(new Failure(Failure.MODEL_UNAVAILABLE, "rule r: busy"));
    }

    @Test
    void unsafeIsWorseThanUndecidedAndUndecidedThanSafe() {
        Judgement safe = Verdicts.image(List.of(rule(null, "F")), new Cost());
        Judgement undecided = Judgement.undecided(BUSY);
        Judgement unsafe = Verdicts.image(List.of(rule(null, "H")), new Cost());
        List<Judgement> inOrder = List.of(safe, undecided, unsafe);
        for (int i = 0; i < inOrder.size(); i++) {
            for (int k = 0; k < inOrder.size(); k++) {
                assertThat(inOrder.get(i).isWorseThan(inOrder.get(k))).isEqualTo(i > k);
            }
        }
        Judgement safer = Verdicts.image(List.of(), new Cost());
        assertThat(safe.isWorseThan(safer)).isTrue();
        assertThat(safer.isWorseThan(safe)).isFalse();
    }

    private static RuleVerdict rule(@Nullable Failure failure, String chain) {
        return Verdicts.rule(
                new Relevance(Constitutions.rule("r", Constitutions.any("x")), null, true, failure),
                Arrays.stream(chain.split(" ")).map(VerdictsTest::precondition).toList());
    }

    private static PreconditionVerdict precondition(String any) {
        return Verdicts.precondition(any.chars()
                .mapToObj(letter -> statement(Character.toString(letter)))
                .toList());
    }

    private static StatementVerdict statement(String letter) {
        Outcome outcome = Objects.requireNonNull(
                switch (letter) {
                    case "H" -> Outcome.HOLDS;
                    case "F" -> Outcome.FAILS;
                    default -> Outcome.UNDECIDED;
                });
        double score = switch (outcome) {
            case HOLDS -> 0.9;
            case FAILS -> 0.1;
            case UNDECIDED -> 0.49;
        };
        return new StatementVerdict(
                letter,
                outcome,
                score,
                StatementVerdict.Step.TOKEN,
                null,
                null,
                null,
                null,
                null,
                null,
                outcome == Outcome.UNDECIDED ? BUSY : null);
    }
}
