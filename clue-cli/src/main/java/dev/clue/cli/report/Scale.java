package dev.clue.cli.report;

import dev.clue.judge.ScoreScale;
import dev.clue.judge.Thresholds;
import java.util.Locale;

/**
 * Where a precondition score lies between its thresholds, drawn on a line from 0 to {@link #WIDTH}. In terms of
 * M(x, c), a statement fails below M(None, c) + alpha1(c) and holds above M(None, c) + alpha2(c).
 *
 * @param score M(x, c)
 * @param prior M(None, c)
 * @param failsBelow where "fails" ends
 * @param holdsAbove where "holds" begins
 * @param text the same in words
 */
public record Scale(double score, double prior, double failsBelow, double holdsAbove, String text) {

    /** Length of the line. */
    public static final int WIDTH = 200;

    /** Height of the drawing. */
    public static final int HEIGHT = 20;

    static Scale of(String statement, double score, double prior, Thresholds thresholds) {
        ScoreScale scale = thresholds.scaleFor(statement, prior);
        double failsBelow = scale.prior() + scale.alpha1();
        double holdsAbove = scale.prior() + scale.alpha2();
        String text = String.format(
                Locale.ROOT,
                "score %.2f, prior %.2f, difference %+.2f: fails below %+.2f (alpha1), holds above %+.2f (alpha2)",
                scale.shifted(score),
                scale.prior(),
                scale.d(score),
                scale.alpha1(),
                scale.alpha2());
        String learned = scale.logitShift() == null
                ? text
                : text
                        + String.format(
                                Locale.ROOT, "; log odds lowered by %.2f from score %.2f", scale.logitShift(), score);
        return new Scale(at(scale.shifted(score)), at(scale.prior()), at(failsBelow), at(holdsAbove), learned);
    }

    /** Length of the part that decides nothing. */
    public double unsureWidth() {
        return holdsAbove - failsBelow;
    }

    /** Length of the part that says "holds". */
    public double holdsWidth() {
        return WIDTH - holdsAbove;
    }

    private static double at(double probability) {
        double within = Math.clamp(probability, 0, 1);
        return Math.round(within * WIDTH * 10) / 10.0;
    }
}
