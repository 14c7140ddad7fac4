package dev.clue.cli.output;

import dev.clue.image.Box;
import dev.clue.judge.ScoreScale;
import dev.clue.judge.Thresholds;
import dev.clue.verdict.StatementVerdict;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The evidence for a statement, in words. */
public final class StatementText {

    private StatementText() {}

    /** Why the score was not used, if it was not: the answer mass behind it or behind the prior is too low. */
    public static Optional<String> meaningless(StatementVerdict statement, Thresholds thresholds) {
        return tooLow("answer mass", statement.mass(), thresholds)
                .or(() -> tooLow("the prior's answer mass", statement.priorMass(), thresholds));
    }

    private static Optional<String> tooLow(String what, @Nullable Double mass, Thresholds thresholds) {
        return mass != null && mass < thresholds.answerMass()
                ? Optional.of(format(
                        "%s %.3f is below %.2f, so the score means nothing", what, mass, thresholds.answerMass()))
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
        Box crop = region.crop();
        if (crop != null) {
            text.append(format(
                    ", small: the crop %d,%d to %d,%d was shown",
                    crop.left(), crop.top(), crop.right(), crop.bottom()));
        }
        Double without = region.pWithout();
        Double score = statement.pYes();
        Double mass = region.massWithout();
        if (without != null && mass != null && mass < thresholds.answerMass()) {
            text.append(format(
                    "; score without it %.2f, which means nothing: answer mass %.3f is below %.2f",
                    without, mass, thresholds.answerMass()));
        } else if (without != null && score != null) {
            Double prior = statement.prior();
            ScoreScale scale = thresholds.scaleFor(statement.statement(), prior == null ? 0 : prior);
            double difference = scale.shifted(score) - scale.shifted(without);
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
