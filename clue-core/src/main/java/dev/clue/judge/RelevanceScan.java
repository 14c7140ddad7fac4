package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageTextEncoder;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The relevance scan, paper section 3.2: rules whose text is far from the image in an image-text encoder's space
 * are skipped, cos(I(x), T(r)) below t. May be used by several threads at once.
 */
final class RelevanceScan {

    private static final double LENGTH_TOLERANCE = 1e-3;

    private final Constitution constitution;
    private final @Nullable ImageTextEncoder encoder;
    private final Thresholds thresholds;
    private @Nullable List<List<float[]>> ruleVectors;

    RelevanceScan(Constitution constitution, @Nullable ImageTextEncoder encoder, Thresholds thresholds) {
        this.constitution = constitution;
        this.encoder = encoder;
        this.thresholds = thresholds;
    }

    /**
     * How relevant a rule is to an image.
     *
     * @param rule the rule
     * @param cosine the largest between a view of the image and a text of the rule, or null without a scan
     * @param kept whether the rule is to be examined
     * @param failure why the scan of this rule failed, or null; such a rule is kept, and cannot come out violated
     */
    record Relevance(
            Rule rule,
            @Nullable Double cosine,
            boolean kept,
            @Nullable Failure failure) {}

    /** One element a rule, in the order of the constitution. */
    List<Relevance> scan(RgbImage image, Cost cost) {
        if (encoder == null) {
            return keepAll(null);
        }
        try {
            return cost.time(Cost.RELEVANCE, () -> scan(image, encoder));
        } catch (RuntimeException e) {
            Failure cause = Failures.of(e);
            return keepAll(new Failure(
                    cause.kind(),
                    "the relevance scan failed, so whether the rule applies is unknown: " + cause.message()));
        }
    }

    private List<Relevance> scan(RgbImage image, ImageTextEncoder scanner) {
        double t = thresholds.relevanceFor(scanner);
        List<List<float[]>> rules = ruleVectors(scanner);
        List<float[]> views = scanner.embedImage(image);
        List<Relevance> scanned = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            double cosine = largestCosine(views, rules.get(i));
            scanned.add(new Relevance(constitution.rules().get(i), cosine, cosine >= t, null));
        }
        return scanned;
    }

    private List<Relevance> keepAll(@Nullable Failure failure) {
        return constitution.rules().stream()
                .map(rule -> new Relevance(rule, null, true, failure))
                .toList();
    }

    /** T(r) for each rule; computed once, and again after a failure. */
    private synchronized List<List<float[]>> ruleVectors(ImageTextEncoder scanner) {
        List<List<float[]>> vectors = ruleVectors;
        if (vectors == null) {
            vectors = new ArrayList<>();
            for (Rule rule : constitution.rules()) {
                vectors.add(scanner.embedTexts(texts(rule, scanner)));
            }
            ruleVectors = vectors;
        }
        return vectors;
    }

    /**
     * The rule's text; where the encoder's limit cuts it off, its first part and its statements, of which the
     * nearest to the image counts (the paper does not say what it does with long rules).
     */
    private static List<String> texts(Rule rule, ImageTextEncoder scanner) {
        if (scanner.fits(rule.objectified())) {
            return List.of(rule.objectified());
        }
        return Stream.concat(
                        Stream.of(rule.objectified()),
                        rule.preconditions().stream()
                                .flatMap(precondition -> precondition.any().stream())
                                .map(Statement::text)
                                .distinct())
                .toList();
    }

    private static double largestCosine(List<float[]> views, List<float[]> texts) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float[] view : views) {
            for (float[] text : texts) {
                largest = Math.max(largest, dot(view, text));
            }
        }
        if (!(Math.abs(largest) <= 1 + LENGTH_TOLERANCE)) {
            throw new ModelUnfitException("the image-text encoder gave a cosine of " + largest
                    + "; its vectors are not of length 1: use another encoder or repair this one");
        }
        return Math.clamp(largest, -1.0, 1.0);
    }

    private static double dot(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new ModelUnfitException("the image-text encoder embeds images in " + a.length
                    + " dimensions and texts in " + b.length + "; its two halves do not belong together");
        }
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
