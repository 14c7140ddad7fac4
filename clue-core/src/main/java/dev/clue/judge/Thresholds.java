package dev.clue.judge;

import dev.clue.error.ConfigurationException;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ObjectDetector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every constant of Algorithm 1 (paper section 3) and of our departures from it, in one place. The paper keeps
 * one set for all models.
 *
 * @param profile name of this set, part of every verdict
 * @param relevance t: rules whose cosine with the image is lower are skipped, -1 to 1; null for the one that
 *     belongs to the encoder, see {@link #relevanceFor}
 * @param alpha1Factor alpha1(c) = -alpha1Factor * M(None, c): a debiased score below it means that c fails; 0 to 1
 * @param alpha2Factor alpha2(c) = alpha2Factor * (1 - M(None, c)): a debiased score above it means that c holds;
 *     0 to 1
 * @param beta the region difference above which c holds, 0 to 1
 * @param boxConfidence a detection counts above this confidence, 0 to 1
 * @param smallRegion share of the image below which a region is cropped, 0 to 1; null for the one that belongs to the
 *     detector, see {@link #smallRegionFor}
 * @param cropScale side of the crop as a multiple of the longer side of the box, at least 1
 * @param answerMass P(Yes) + P(No) below which a score means nothing and reasoning decides, 0 to 1
 * @param reasoningTokens where a chain of thought is cut off, at least 1
 * @param summaryTokens where a JSON summary is cut off, at least 1
 * @param calibration what outweighs alpha1 and alpha2 for single statements; the paper has none
 */
public record Thresholds(
        String profile,
        @Nullable Double relevance,
        double alpha1Factor,
        double alpha2Factor,
        double beta,
        double boxConfidence,
        @Nullable Double smallRegion,
        double cropScale,
        double answerMass,
        int reasoningTokens,
        int summaryTokens,
        Calibration calibration) {

    /** The paper's t, which belongs to CLIP ViT-B/16. */
    public static final double PAPER_RELEVANCE = 0.22;

    /** The paper's share of an image below which a region is small. */
    public static final double PAPER_SMALL_REGION = 0.01;

    /** The paper's constants. */
    public static final Thresholds PAPER = new Thresholds("paper", null, 0.3, 0.8, 0.6, 0.05, null, 3, 0.05, 256, 96);

    /** The profile of a set that was changed by {@link #with}. */
    public static final String CUSTOM = "custom";

    /** What {@link #with} can change: the names of the constants. */
    public static final List<String> NAMES = List.of(
            "relevance",
            "alpha1Factor",
            "alpha2Factor",
            "beta",
            "boxConfidence",
            "smallRegion",
            "cropScale",
            "answerMass",
            "reasoningTokens",
            "summaryTokens");

    /** @throws ConfigurationException if a constant is out of its range, naming it */
    public Thresholds {
        if (relevance != null) {
            requireInRange("relevance", relevance);
        }
        requireInRange("alpha1Factor", alpha1Factor);
        requireInRange("alpha2Factor", alpha2Factor);
        requireInRange("beta", beta);
        requireInRange("boxConfidence", boxConfidence);
        if (smallRegion != null) {
            requireInRange("smallRegion", smallRegion);
        }
        requireInRange("cropScale", cropScale);
        requireInRange("answerMass", answerMass);
        requireInRange("reasoningTokens", reasoningTokens);
        requireInRange("summaryTokens", summaryTokens);
    }

    /**
     * The values that a constant may have.
     *
     * @param name one of {@link #NAMES}
     * @throws ConfigurationException if there is no such constant
     */
    public static ThresholdRange range(String name) {
        return switch (name) {
            case "relevance" -> ThresholdRange.between(-1, 1);
            case "alpha1Factor", "alpha2Factor", "beta", "boxConfidence", "smallRegion", "answerMass" ->
                ThresholdRange.between(0, 1);
            case "cropScale" -> ThresholdRange.between(1, 1000);
            case "reasoningTokens", "summaryTokens" -> ThresholdRange.wholeUpTo(1_000_000);
            default -> throw unknown(name);
        };
    }

    /**
     * The same with one constant changed; the profile becomes {@link #CUSTOM}.
     *
     * @param name one of {@link #NAMES}
     * @throws ConfigurationException if there is no such constant or the value is out of its range
     */
    public Thresholds with(String name, double value) {
        if (!NAMES.contains(name)) {
            throw unknown(name);
        }
        return new Thresholds(
                CUSTOM,
                name.equals("relevance") ? Double.valueOf(value) : relevance,
                name.equals("alpha1Factor") ? value : alpha1Factor,
                name.equals("alpha2Factor") ? value : alpha2Factor,
                name.equals("beta") ? value : beta,
                name.equals("boxConfidence") ? value : boxConfidence,
                name.equals("smallRegion") ? Double.valueOf(value) : smallRegion,
                name.equals("cropScale") ? value : cropScale,
                name.equals("answerMass") ? value : answerMass,
                name.equals("reasoningTokens") ? (int) requireInRange(name, value) : reasoningTokens,
                name.equals("summaryTokens") ? (int) requireInRange(name, value) : summaryTokens,
                calibration);
    }

    /**
     * A constant by its name.
     *
     * @param name one of {@link #NAMES}
     * @return null for a relevance threshold that is the encoder's own, and a small region that is the detector's
     * @throws ConfigurationException if there is no such constant
     */
    public @Nullable Double value(String name) {
        return switch (name) {
            case "relevance" -> relevance;
            case "alpha1Factor" -> alpha1Factor;
            case "alpha2Factor" -> alpha2Factor;
            case "beta" -> beta;
            case "boxConfidence" -> boxConfidence;
            case "smallRegion" -> smallRegion;
            case "cropScale" -> cropScale;
            case "answerMass" -> answerMass;
            case "reasoningTokens" -> (double) reasoningTokens;
            case "summaryTokens" -> (double) summaryTokens;
            default -> throw unknown(name);
        };
    }

    private static ConfigurationException unknown(String name) {
        return new ConfigurationException(
                "there is no threshold " + name + "; the thresholds are " + String.join(", ", NAMES));
    }

    /** Constants without a calibration. */
    public Thresholds(
            String profile,
            @Nullable Double relevance,
            double alpha1Factor,
            double alpha2Factor,
            double beta,
            double boxConfidence,
            @Nullable Double smallRegion,
            double cropScale,
            double answerMass,
            int reasoningTokens,
            int summaryTokens) {
        this(
                profile,
                relevance,
                alpha1Factor,
                alpha2Factor,
                beta,
                boxConfidence,
                smallRegion,
                cropScale,
                answerMass,
                reasoningTokens,
                summaryTokens,
                Calibration.NONE);
    }

    /** The same constants under another name and with a calibration. */
    public Thresholds calibrated(String name, Calibration learned) {
        return new Thresholds(
                name,
                relevance,
                alpha1Factor,
                alpha2Factor,
                beta,
                boxConfidence,
                smallRegion,
                cropScale,
                answerMass,
                reasoningTokens,
                summaryTokens,
                learned);
    }

    /** The same with another relevance threshold t instead of the encoder's. */
    public Thresholds withRelevance(double t) {
        return with("relevance", t);
    }

    /**
     * The relevance threshold t to use with an encoder: the one set here, else the encoder's own, else the
     * paper's.
     */
    public double relevanceFor(ImageTextEncoder encoder) {
        return relevance != null ? relevance : encoder.relevanceThreshold().orElse(PAPER_RELEVANCE);
    }

    /**
     * The share of an image below which a region is cropped: the one set here, else the detector's own, else the
     * paper's.
     */
    public double smallRegionFor(@Nullable ObjectDetector detector) {
        if (smallRegion != null) {
            return smallRegion;
        }
        return detector == null ? PAPER_SMALL_REGION : detector.smallRegion().orElse(PAPER_SMALL_REGION);
    }

    /** The same set, with the detector's own share of an image where none was chosen. */
    public Thresholds withSmallRegionOf(@Nullable ObjectDetector detector) {
        return with("smallRegion", smallRegionFor(detector)).calibrated(profile, calibration);
    }

    /** alpha1(c): below it the debiased score says that the statement fails. */
    public double alpha1(double prior) {
        return -alpha1Factor * prior;
    }

    /** alpha2(c): above it the debiased score says that the statement holds. */
    public double alpha2(double prior) {
        return alpha2Factor * (1 - prior);
    }

    /**
     * How the scores of a statement are read: as it was calibrated, else by alpha1 and alpha2.
     *
     * @param statement its text
     * @param prior M(None, c), 0 to 1
     */
    public ScoreScale scaleFor(String statement, double prior) {
        return ScoreScale.of(prior, calibration.of(statement), this);
    }

    private static double requireInRange(String name, double value) {
        ThresholdRange range = range(name);
        if (!range.contains(value)) {
            throw new ConfigurationException("threshold " + name + " must be " + range + ", but is " + value);
        }
        return value;
    }
}
