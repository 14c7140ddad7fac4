package dev.clue.eval.report;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Interval;
import dev.clue.eval.metric.Measured;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as tables show them; a dash where there is none. */
final class Numbers {

    static final String NONE = "-";

    private Numbers() {}

    /** A share in percent, such as 88.9. */
    static String percentOf(Measured<Double> share) {
        return share.optional().map(Numbers::percent).orElse(NONE);
    }

    static String percent(@Nullable Measured<Estimate> share) {
        return share == null
                ? NONE
                : share.optional().map(estimate -> percent(estimate.value())).orElse(NONE);
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }

    /** A share in percent with its interval, such as 88.9 [87.0, 90.2]. */
    static String percentWithInterval(@Nullable Measured<Estimate> share) {
        return share == null
                ? NONE
                : share.optional()
                        .map(estimate -> percent(estimate.value()) + " " + interval(estimate.interval(), "%.1f", 100))
                        .orElse(NONE);
    }

    /** From 0 to 1, such as .879. */
    static String fraction(double value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceFirst("^(-?)0\\.", "$1.");
    }

    static String fraction(@Nullable Measured<Estimate> value) {
        return value == null
                ? NONE
                : value.optional().map(estimate -> fraction(estimate.value())).orElse(NONE);
    }

    /** From 0 to 1 with its interval, such as .879 [.860, .897]. */
    static String fractionWithInterval(@Nullable Measured<Estimate> value) {
        return value == null
                ? NONE
                : value.optional()
                        .map(estimate -> fraction(estimate.value()) + " ["
                                + fraction(estimate.interval().low()) + ", "
                                + fraction(estimate.interval().high()) + "]")
                        .orElse(NONE);
    }

    /** With its sign. */
    static String signed(@Nullable Measured<Estimate> value) {
        return value == null
                ? NONE
                : value.optional()
                        .map(estimate -> (estimate.value() > 0 ? "+" : "") + fractionWithInterval(value))
                        .orElse(NONE);
    }

    /** Such as {@code 1 image}, {@code 0 images}: of something whose plural takes an s. */
    static String of(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    static String count(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String seconds(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    static String pValue(double p) {
        return p < 0.001 ? "<.001" : fraction(p);
    }

    private static String interval(Interval interval, String format, double scale) {
        return String.format(
                Locale.ROOT, "[" + format + ", " + format + "]", scale * interval.low(), scale * interval.high());
    }
}
