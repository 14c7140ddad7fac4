package dev.clue.cli.diff;

import dev.clue.cli.output.Words;
import dev.clue.image.Box;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The evidence of one run for one statement, in words. Thresholds are left out: a verdict has only the name of their
 * set.
 */
public final class SideEvidence {

    private SideEvidence() {}

    /** One line: score, prior, region, and what decided. The rationale is not in it. */
    public static String line(StatementVerdict statement) {
        List<String> parts = new ArrayList<>();
        Double p = statement.pYes();
        Double prior = statement.prior();
        if (p != null && prior != null) {
            parts.add(format("%.2f - prior %.2f = %+.2f", p, prior, p - prior));
        }
        StatementVerdict.Region region = statement.region();
        if (region != null) {
            Box box = region.box();
            parts.add(format(
                    "region %d,%d to %d,%d, confidence %.2f",
                    box.left(), box.top(), box.right(), box.bottom(), region.score()));
            if (region.cropped()) {
                parts.add("a crop was shown");
            }
            if (region.pWithout() != null) {
                parts.add(format("score without it %.2f", region.pWithout()));
            }
        }
        parts.add("decided by " + Words.of(statement.by()));
        if (statement.cause() != null) {
            parts.add(statement.cause().kind() + ": " + statement.cause().message());
        }
        return String.join("; ", parts);
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format here is a constant
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
