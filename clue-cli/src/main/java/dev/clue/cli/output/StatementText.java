package dev.clue.cli.output;

import dev.clue.judge.Thresholds;
import dev.clue.verdict.StatementVerdict;
import java.util.Locale;
import java.util.Optional;

/** The evidence for a statement, in words. */
public final class StatementText {

    private StatementText() {}

    /** Why the score was not used, if it was not: the answer mass behind it or behind the prior is too low. */
    public static Optional<String> meaningless(StatementVerdict statement, Thresholds thresholds) {
        Double score = statement.pYes();
        Double prior = statement.prior();
        Double mass = statement.mass();
        if (score == null || prior == null || mass == null) {
            return Optional.empty();
        }
        if (mass < thresholds.answerMass()) {
            return Optional.of(format(
                    "answer mass %.3f is below %.2f, so the score means nothing", mass, thresholds.answerMass()));
        }
        double difference = score - prior;
        boolean sure = difference < thresholds.alpha1(prior) || difference > thresholds.alpha2(prior);
        boolean used = switch (statement.by()) {
            case TOKEN, SHARED -> true;
            case REGION, REASONING -> false;
        };
        return sure && !used
                ? Optional.of(format(
                        "the prior's answer mass is below %.2f, so the score means nothing", thresholds.answerMass()))
                : Optional.empty();
    }

    /** What the region showed, if there was one. */
    public static Optional<String> region(StatementVerdict statement, Thresholds thresholds) {
        StatementVerdict.Region region = statement.region();
        if (region == null) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder(format(
                "region %d,%d to %d,%d, confidence %.2f",
                region.box().left(),
                region.box().top(),
                region.box().right(),
                region.box().bottom(),
                region.score()));
        if (region.cropped()) {
            text.append(", small: its crop was shown");
        }
        Double without = region.pWithout();
        Double score = statement.pYes();
        Double mass = region.massWithout();
        if (without != null && mass != null && mass < thresholds.answerMass()) {
            text.append(format(
                    "; score without it %.2f, which means nothing: answer mass %.3f is below %.2f",
                    without, mass, thresholds.answerMass()));
        } else if (without != null && score != null) {
            double difference = score - without;
            text.append(format(
                    "; score without it %.2f, difference %+.2f, %s beta %.2f",
                    without, difference, difference > thresholds.beta() ? "above" : "not above", thresholds.beta()));
        }
        return Optional.of(text.toString());
    }

    @SuppressWarnings("AnnotateFormatMethod") // every format here is a constant
    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
