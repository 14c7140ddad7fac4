package dev.clue.cli.report.eval;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import org.jspecify.annotations.Nullable;

/**
 * A share with its interval as a bar, on a line from 0 to {@link #WIDTH}.
 *
 * @param value how long the bar is, or null where the metric is undefined
 * @param low where the interval begins
 * @param high where it ends
 * @param text the same in figures
 * @param reason why it is undefined; empty where it is defined
 */
public record Bar(@Nullable Double value, double low, double high, String text, String reason) {

    /** Length of the whole line. */
    public static final int WIDTH = 100;

    static Bar of(Measured<Estimate> measured) {
        return switch (measured) {
            case Measured.Defined<Estimate> defined -> {
                Estimate estimate = defined.value();
                yield new Bar(
                        at(estimate.value()),
                        at(estimate.interval().low()),
                        at(estimate.interval().high()),
                        Numbers.withInterval(estimate),
                        "");
            }
            case Measured.Undefined<Estimate> undefined -> new Bar(null, 0, 0, Numbers.NONE, undefined.reason());
        };
    }

    /** How wide the interval is. */
    public double width() {
        return high - low;
    }

    private static double at(double share) {
        return Math.round(Math.clamp(share, 0, 1) * WIDTH * 10) / 10.0;
    }
}
