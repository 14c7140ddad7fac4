package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clue.judge.DebiasedScore.Reading;
import dev.clue.model.AnswerProbability;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebiasedScoreTest {

    /** Factors and scores that are exact in binary, so that a boundary is met exactly. */
    private static final Thresholds EXACT = Thresholds.PAPER
            .with("alpha1Factor", 0.25)
            .with("alpha2Factor", 0.75)
            .with("answerMass", 0.0625);

    @ParameterizedTest
    @CsvSource({
        // prior 0.5: alpha1 = -0.125, alpha2 = 0.375
        "0.5, 0, FAILS",
        "0.5, 0.3749, FAILS",
        "0.5, 0.375, NOT_SURE",
        "0.5, 0.5, NOT_SURE",
        "0.5, 0.875, NOT_SURE",
        "0.5, 0.8751, HOLDS",
        "0.5, 1, HOLDS",
        // a prior of 0 or 1 leaves room on one side only
        "0, 0, NOT_SURE",
        "0, 0.75, NOT_SURE",
        "0, 0.7501, HOLDS",
        "1, 1, NOT_SURE",
        "1, 0.75, NOT_SURE",
        "1, 0.7499, FAILS",
    })
    void alpha1AndAlpha2ThemselvesAreNotSure(double prior, double seen, Reading expected) {
        assertThat(score(seen, prior).reading(EXACT)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        // the paper's constants: alpha1 = -0.3 M(None, c), alpha2 = 0.8 (1 - M(None, c))
        "0.9, 0.62, FAILS",
        "0.9, 0.64, NOT_SURE",
        "0.9, 0.975, NOT_SURE",
        "0.9, 0.985, HOLDS",
        "0.1, 0.06, FAILS",
        "0.1, 0.08, NOT_SURE",
        "0.1, 0.81, NOT_SURE",
        "0.1, 0.83, HOLDS",
    })
    void thePapersConstants(double prior, double seen, Reading expected) {
        assertThat(score(seen, prior).reading(Thresholds.PAPER)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0625, 0.0625, HOLDS",
        "0.0624, 1, MEANINGLESS",
        "1, 0.0624, MEANINGLESS",
        "0, 0, MEANINGLESS",
    })
    void belowTheAnswerMassAScoreMeansNothing(double mass, double priorMass, Reading expected) {
        DebiasedScore score = new DebiasedScore(
                "c", new AnswerProbability(mass, 0), new AnswerProbability(priorMass / 2, priorMass / 2));
        assertThat(score.reading(EXACT)).isEqualTo(expected);
    }

    @Test
    void isMappedPiecewiseLinearly() {
        assertThat(score(0, 0.5).mapped(EXACT)).isZero();
        assertThat(score(0.1875, 0.5).mapped(EXACT)).isCloseTo(0.125, within(1e-12));
        assertThat(score(0.3749, 0.5).mapped(EXACT))
                .isCloseTo(0.25, within(1e-3))
                .isLessThan(0.25);
        assertThat(score(0.8751, 0.5).mapped(EXACT))
                .isCloseTo(0.75, within(1e-3))
                .isGreaterThan(0.75);
        assertThat(score(0.9375, 0.5).mapped(EXACT)).isCloseTo(0.875, within(1e-12));
        assertThat(score(1, 0.5).mapped(EXACT)).isEqualTo(1);
    }

    @Property
    void whatFailsMapsBelowAQuarterAndWhatHoldsAboveThree(
            @ForAll @DoubleRange(min = 0, max = 1) double seen, @ForAll @DoubleRange(min = 0, max = 1) double prior) {
        DebiasedScore score = score(seen, prior);
        switch (score.reading(Thresholds.PAPER)) {
            case FAILS -> assertThat(score.mapped(Thresholds.PAPER)).isBetween(0.0, 0.25);
            case HOLDS -> assertThat(score.mapped(Thresholds.PAPER)).isBetween(0.75, 1.0);
            case NOT_SURE -> {}
            case MEANINGLESS -> throw new AssertionError("the answer mass is 1");
        }
    }

    @Property
    void moreForIsNeverLess(
            @ForAll @DoubleRange(min = 0, max = 1) double some,
            @ForAll @DoubleRange(min = 0, max = 1) double other,
            @ForAll @DoubleRange(min = 0, max = 1) double prior) {
        Reading less = score(Math.min(some, other), prior).reading(Thresholds.PAPER);
        Reading more = score(Math.max(some, other), prior).reading(Thresholds.PAPER);
        assertThat(rank(more)).isGreaterThanOrEqualTo(rank(less));
    }

    @Property
    void widerThresholdsAreSureLessOften(
            @ForAll @DoubleRange(min = 0, max = 1) double seen,
            @ForAll @DoubleRange(min = 0, max = 1) double prior,
            @ForAll @DoubleRange(min = 0, max = 1) double some,
            @ForAll @DoubleRange(min = 0, max = 1) double other) {
        for (String name : new String[] {"alpha1Factor", "alpha2Factor"}) {
            Reading narrow = score(seen, prior).reading(Thresholds.PAPER.with(name, Math.min(some, other)));
            Reading wide = score(seen, prior).reading(Thresholds.PAPER.with(name, Math.max(some, other)));
            assertThat(wide).isIn(narrow, Reading.NOT_SURE);
        }
    }

    private static int rank(Reading reading) {
        return switch (reading) {
            case FAILS -> 0;
            case NOT_SURE -> 1;
            case HOLDS -> 2;
            case MEANINGLESS -> throw new AssertionError("the answer mass is 1");
        };
    }

    private static DebiasedScore score(double seen, double prior) {
        return new DebiasedScore("c", new AnswerProbability(seen, 1 - seen), new AnswerProbability(prior, 1 - prior));
    }
}
