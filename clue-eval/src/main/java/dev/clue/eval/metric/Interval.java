package dev.clue.eval.metric;

/**
 * An interval for a number that was measured on a sample.
 *
 * @param low its lower end
 * @param high its upper end
 * @param level the share of such intervals that contain the true number, such as 0.95
 * @param resamples how many bootstrap samples it comes from
 * @param undefined how many further samples had no value, and were left out: many of them mean that the sample is too
 *     small for this metric
 */
public record Interval(double low, double high, double level, int resamples, int undefined) {

    /** Whether a number lies in it, its ends included. */
    public boolean contains(double number) {
        return number >= low && number <= high;
    }
}
