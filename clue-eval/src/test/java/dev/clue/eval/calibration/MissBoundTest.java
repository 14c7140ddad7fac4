package dev.clue.eval.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MissBoundTest {

    @ParameterizedTest
    @CsvSource({
        // the fewest n with alpha (n + 1) >= 1
        "0.05, 19",
        "0.1, 9",
        "0.01, 99",
        "0.2, 4",
        "0.5, 1",
        "0.3, 3",
        "0.07, 14"
    })
    void fewestIsTheFirstWithARank(double alpha, int fewest) {
        MissBound bound = new MissBound(alpha);
        assertThat(bound.fewest()).isEqualTo(fewest);
        assertThat(bound.rank(fewest)).isEqualTo(1);
        assertThat(bound.rank(fewest - 1)).isZero();
        assertThat(new MissBound(MissBound.smallestAlpha(fewest)).rank(fewest)).isEqualTo(1);
    }

    @Test
    void isTheSmallMarginOfThatRank() {
        double[] margins = IntStream.rangeClosed(1, 39).mapToDouble(i -> 40 - i).toArray();
        assertThat(new MissBound(0.05).threshold(margins)).isEqualTo(2);
        assertThat(new MissBound(0.05).coverage(39)).isCloseTo(0.95, within(1e-12));
        assertThat(new MissBound(0.05)
                        .threshold(IntStream.range(0, 19).asDoubleStream().toArray()))
                .isZero();
    }

    /**
     * 20,000 splits into n to learn from and one more: the share of misses is k / (n + 1) for continuous margins, and
     * less for tied ones. Three standard errors are at most 0.0064.
     */
    @ParameterizedTest
    @CsvSource({"0.1, 9", "0.1, 25", "0.1, 60", "0.05, 19", "0.05, 100"})
    void theBoundHoldsOverManySplits(double alpha, int n) {
        MissBound bound = new MissBound(alpha);
        double expected = (double) bound.rank(n) / (n + 1);
        assertThat(expected).isLessThanOrEqualTo(alpha + 1e-12);
        SplittableRandom random = new SplittableRandom(n);
        assertThat(misses(bound, n, random, 1e-9)).isCloseTo(expected, within(0.0064));
        assertThat(misses(bound, n, random, 1)).isLessThanOrEqualTo(expected + 0.0064);
    }

    private static double misses(MissBound bound, int n, SplittableRandom random, double step) {
        int splits = 20_000;
        int misses = 0;
        for (int split = 0; split < splits; split++) {
            double[] margins =
                    IntStream.range(0, n).mapToDouble(i -> skewed(random, step)).toArray();
            misses += skewed(random, step) < bound.threshold(margins) ? 1 : 0;
        }
        return (double) misses / splits;
    }

    private static double skewed(SplittableRandom random, double step) {
        return Math.rint(-3 * Math.log(1 - random.nextDouble()) / step) * step;
    }

    @Test
    void refusesWhatIsNoShare() {
        for (double alpha : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> new MissBound(alpha)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
