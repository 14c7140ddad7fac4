package dev.clue.cli.option;

import dev.clue.error.ConfigurationException;
import dev.clue.judge.ThresholdRange;
import dev.clue.judge.Thresholds;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The constants of Algorithm 1, each an option. What is left out keeps its default. */
public final class ThresholdOptions {

    @Option(
            names = "--relevance",
            paramLabel = "COSINE",
            description = "t: rules less similar to the image are skipped (default: the encoder's own).")
    private @Nullable String relevance;

    @Option(
            names = "--alpha1-factor",
            paramLabel = "FACTOR",
            description = "A statement fails if its debiased score is below -FACTOR * prior (default: 0.3).")
    private @Nullable String alpha1Factor;

    @Option(
            names = "--alpha2-factor",
            paramLabel = "FACTOR",
            description = "A statement holds if its debiased score is above FACTOR * (1 - prior) (default: 0.8).")
    private @Nullable String alpha2Factor;

    @Option(
            names = "--beta",
            paramLabel = "DIFFERENCE",
            description = "A statement holds if its region makes more difference to the score (default: 0.6).")
    private @Nullable String beta;

    @Option(
            names = "--box-confidence",
            paramLabel = "SCORE",
            description = "Detections with a lower score are ignored (default: 0.05).")
    private @Nullable String boxConfidence;

    @Option(
            names = "--small-region",
            paramLabel = "SHARE",
            description = "A region below this share of the image is cropped (default: the detector's own, else 0.01).")
    private @Nullable String smallRegion;

    @Option(
            names = "--crop-scale",
            paramLabel = "TIMES",
            description = "Side of a crop, as a multiple of its box (default: 3).")
    private @Nullable String cropScale;

    @Option(
            names = "--answer-mass",
            paramLabel = "PROBABILITY",
            description = "With less than this on Yes and No together, reasoning decides (default: 0.05).")
    private @Nullable String answerMass;

    @Option(
            names = "--reasoning-tokens",
            paramLabel = "N",
            description = "Where a chain of thought is cut off (default: 256).")
    private @Nullable String reasoningTokens;

    @Option(
            names = "--summary-tokens",
            paramLabel = "N",
            description = "Where a JSON summary is cut off (default: 96).")
    private @Nullable String summaryTokens;

    /**
     * The constants with these options applied.
     *
     * @throws ConfigurationException if a value is outside its range
     */
    public Thresholds over(Thresholds base) {
        Map<String, @Nullable String> chosen = new LinkedHashMap<>();
        chosen.put("relevance", relevance);
        chosen.put("alpha1Factor", alpha1Factor);
        chosen.put("alpha2Factor", alpha2Factor);
        chosen.put("beta", beta);
        chosen.put("boxConfidence", boxConfidence);
        chosen.put("smallRegion", smallRegion);
        chosen.put("cropScale", cropScale);
        chosen.put("answerMass", answerMass);
        chosen.put("reasoningTokens", reasoningTokens);
        chosen.put("summaryTokens", summaryTokens);
        Thresholds thresholds = base;
        for (Map.Entry<String, @Nullable String> choice : chosen.entrySet()) {
            String typed = choice.getValue();
            String name = choice.getKey();
            thresholds = typed == null ? thresholds : thresholds.with(name, number(name, typed));
        }
        return thresholds;
    }

    /** Checked here, because a message must name the option and the value as they were typed. */
    private static double number(String name, String typed) {
        ThresholdRange range = Thresholds.range(name);
        double value;
        try {
            value = Double.parseDouble(typed);
        } catch (NumberFormatException e) {
            value = Double.NaN;
        }
        if (!range.contains(value)) {
            throw new ConfigurationException(OptionName.ofConstant(name) + ": must be " + range + ", but is "
                    + (typed.isEmpty() ? "empty" : typed));
        }
        return value;
    }
}
