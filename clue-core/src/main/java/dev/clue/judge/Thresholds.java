package dev.clue.judge;

/**
 * Every constant of Algorithm 1 (paper section 3) and of our departures from it, in one place. The paper keeps
 * one set for all models.
 *
 * @param relevance t: rules whose cosine with the image is lower are skipped; -1 to 1
 * @param alpha1Factor alpha1(c) = -alpha1Factor * M(None, c): a debiased score below it means that c fails
 * @param alpha2Factor alpha2(c) = alpha2Factor * (1 - M(None, c)): a debiased score above it means that c holds
 * @param beta the region difference above which c holds
 * @param boxConfidence detections below it are ignored
 * @param smallRegion share of the image below which a region is cropped, 0 to 1
 * @param cropScale side of the crop as a multiple of the longer side of the box
 * @param answerMass P(Yes) + P(No) below which a score means nothing and reasoning decides
 * @param reasoningTokens where a chain of thought is cut off
 * @param summaryTokens where a JSON summary is cut off
 */
public record Thresholds(
        double relevance,
        double alpha1Factor,
        double alpha2Factor,
        double beta,
        double boxConfidence,
        double smallRegion,
        double cropScale,
        double answerMass,
        int reasoningTokens,
        int summaryTokens) {

    /** The paper's constants; relevance for CLIP ViT-B/16. */
    public static final Thresholds PAPER = new Thresholds(0.22, 0.3, 0.8, 0.6, 0.05, 0.01, 3, 0.05, 256, 96);

    /** The same with another relevance threshold t, which belongs to the encoder. */
    public Thresholds withRelevance(double t) {
        return new Thresholds(
                t,
                alpha1Factor,
                alpha2Factor,
                beta,
                boxConfidence,
                smallRegion,
                cropScale,
                answerMass,
                reasoningTokens,
                summaryTokens);
    }

    /** alpha1(c): below it the debiased score says that the statement fails. */
    public double alpha1(double prior) {
        return -alpha1Factor * prior;
    }

    /** alpha2(c): above it the debiased score says that the statement holds. */
    public double alpha2(double prior) {
        return alpha2Factor * (1 - prior);
    }
}
