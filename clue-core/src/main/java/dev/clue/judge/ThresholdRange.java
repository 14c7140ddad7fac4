package dev.clue.judge;

import java.math.BigDecimal;

/**
 * The values that a constant of {@link Thresholds} may have.
 *
 * @param least the smallest
 * @param most the largest
 * @param whole whether it counts something
 */
public record ThresholdRange(double least, double most, boolean whole) {

    static ThresholdRange between(double least, double most) {
        return new ThresholdRange(least, most, false);
    }

    static ThresholdRange wholeUpTo(int most) {
        return new ThresholdRange(1, most, true);
    }

    /** Whether the value is one of them; what is no number never is. */
    public boolean contains(double value) {
        return value >= least && value <= most && (!whole || value == Math.rint(value));
    }

    /** Such as {@code from 0 to 1} or {@code a whole number from 1 to 1000000}. */
    @Override
    public String toString() {
        return (whole ? "a whole number from " : "from ") + plain(least) + " to " + plain(most);
    }

    private static String plain(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }
}
