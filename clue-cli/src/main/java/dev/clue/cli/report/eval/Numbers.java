package dev.clue.cli.report.eval;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import java.util.Locale;

/** Numbers for people, the same in every language. */
final class Numbers {

    /** Where there is no number. */
    static final String NONE = "–";

    private Numbers() {}

    static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static String share(Measured<Double> measured) {
        return measured.optional().map(Numbers::share).orElse(NONE);
    }

    static String withInterval(Estimate estimate) {
        return share(estimate.value()) + " " + interval(estimate);
    }

    static String interval(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "(%.3f to %.3f)",
                estimate.interval().low(),
                estimate.interval().high());
    }

    static String difference(Estimate estimate) {
        return String.format(
                Locale.ROOT,
                "%+.3f (%+.3f to %+.3f)",
                estimate.value(),
                estimate.interval().low(),
                estimate.interval().high());
    }

    static String signed(double value) {
        return String.format(Locale.ROOT, "%+.2f", value);
    }

    static String rounded(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    static String probability(double value) {
        return value < 0.001 ? "below 0.001" : share(value);
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
