package dev.clue.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.clue.error.ConfigurationException;
import dev.clue.judge.Calibration.OfStatement;
import dev.clue.judge.Calibration.Reasoned;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static Thresholds with(OfStatement calibrated) {
        return Thresholds.PAPER.calibrated("learned", Calibration.of(Map.of("c", calibrated), Reasoned.DECIDES));
    }

    @Test
    void thePaperHasNone() {
        assertThat(Thresholds.PAPER.calibration()).isEqualTo(Calibration.NONE);
        assertThat(Thresholds.PAPER.scaleFor("c", 0.9))
                .isEqualTo(new ScoreScale(0.9, Thresholds.PAPER.alpha1(0.9), Thresholds.PAPER.alpha2(0.9), null));
    }

    @Test
    void outweighsTheConstantsForItsStatementsAlone() {
        Thresholds learned = with(new OfStatement(0.1, 0.2, null));
        assertThat(learned.profile()).isEqualTo("learned");
        assertThat(learned.scaleFor("c", 0.5)).isEqualTo(new ScoreScale(0.5, 0.1, 0.2, null));
        assertThat(learned.scaleFor("other", 0.5)).isEqualTo(Thresholds.PAPER.scaleFor("other", 0.5));
        assertThat(learned.with("beta", 0.1).scaleFor("c", 0.5)).isEqualTo(learned.scaleFor("c", 0.5));
    }

    @Test
    void anAlpha1AboveTheConstantAlpha2TakesItAlong() {
        ScoreScale scale = with(new OfStatement(0.45, null, null)).scaleFor("c", 0.5);
        assertThat(scale.alpha1()).isEqualTo(0.45);
        assertThat(scale.alpha2()).isEqualTo(0.45);
    }

    /** A score as likely as the shift says is neutral: 1/2, and d = 0. */
    @Property
    void aShiftMovesLogOdds(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double score,
            @ForAll @DoubleRange(min = -6, max = 6) double shift,
            @ForAll @DoubleRange(min = 0, max = 1) double prior) {
        ScoreScale scale = with(new OfStatement(null, null, shift)).scaleFor("c", prior);
        double shifted = scale.shifted(score);
        assertThat(Math.log(shifted / (1 - shifted))).isCloseTo(Math.log(score / (1 - score)) - shift, within(1e-6));
        assertThat(scale.prior()).isEqualTo(0.5);
        assertThat(scale.d(1 / (1 + Math.exp(-shift)))).isCloseTo(0, within(1e-12));
        assertThat(scale.alpha1()).isEqualTo(-0.15);
        assertThat(scale.alpha2()).isEqualTo(0.4);
    }

    @Test
    void certaintyStaysCertain() {
        ScoreScale scale =
                with(new OfStatement(null, null, Calibration.LARGEST_SHIFT)).scaleFor("c", 0.2);
        assertThat(scale.shifted(1)).isEqualTo(1);
        assertThat(scale.shifted(0)).isZero();
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> new OfStatement(-1.1, null, null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("alpha1 must be from -1.0 to 1.0");
        assertThatThrownBy(() -> new OfStatement(null, Double.NaN, null)).hasMessageContaining("alpha2");
        assertThatThrownBy(() -> new OfStatement(0.2, 0.1, null)).hasMessageContaining("above alpha2");
        assertThatThrownBy(() -> new OfStatement(null, null, 101.0)).hasMessageContaining("logit shift");
    }
}
