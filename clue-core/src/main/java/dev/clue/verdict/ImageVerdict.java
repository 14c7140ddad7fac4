package dev.clue.verdict;

import dev.clue.model.ModelIdentity;
import dev.clue.model.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on one image: one line of a verdict file.
 *
 * @param id digest of image, constitution, models, prompts and thresholds: the same question has the same id
 * @param image what was judged
 * @param constitution by which policy
 * @param outcome the verdict
 * @param score the maximum over the rules, 0 to 1; 0.5 or more if and only if unsafe, {@link
 *     StatementVerdict#UNDECIDED_SCORE} if undecided
 * @param rules one element a rule, in the order of the constitution; empty where the image could not be judged
 * @param models who judged
 * @param promptVersion version of the prompts that were used
 * @param profile name of the set of thresholds, {@code paper} for the paper's
 * @param usage what was asked of the multimodal model, language priors included where this image was the first to
 *     need them
 * @param timingMillis wall time of each step and {@code total}, in milliseconds
 * @param clueVersion version of clue
 * @param createdAt when
 * @param error why the image, or one of its rules, is undecided, in the frame that decided; null if and only if
 *     nothing is
 */
public record ImageVerdict(
        String id,
        ImageReference image,
        ConstitutionReference constitution,
        Outcome outcome,
        double score,
        List<RuleVerdict> rules,
        Models models,
        String promptVersion,
        String profile,
        Usage usage,
        SortedMap<String, Double> timingMillis,
        String clueVersion,
        Instant createdAt,
        @Nullable Failure error) {

    /** The verdict on an image. */
    public enum Outcome {
        /** No rule is violated. */
        SAFE,
        /** At least one rule is violated. */
        UNSAFE,
        /** No violation was found, but something could not be found out. */
        UNDECIDED
    }

    /**
     * Which image.
     *
     * @param uri path or address as the user gave it
     * @param sha256 64 hex digits over the file's bytes, or null where it could not be read
     * @param width columns when upright, or null where it could not be decoded
     * @param height rows when upright, or null where it could not be decoded
     * @param bytes size of the file, or null where it could not be read
     * @param frame the frame that decided, from 0; 0 for an image that is not animated
     */
    public record ImageReference(
            String uri,
            @Nullable String sha256,
            @Nullable Integer width,
            @Nullable Integer height,
            @Nullable Long bytes,
            int frame) {}

    /**
     * Which policy.
     *
     * @param id its name
     * @param version its author's version
     * @param sha256 its digest
     */
    public record ConstitutionReference(String id, int version, String sha256) {}

    /**
     * Who judged.
     *
     * @param vlm the multimodal model
     * @param encoder the image-text encoder, or null without a relevance scan
     * @param detector the object detector, or null without regions
     */
    public record Models(
            ModelIdentity vlm,
            @Nullable ModelIdentity encoder,
            @Nullable ModelIdentity detector) {}

    /** Copies the rules. */
    public ImageVerdict {
        rules = List.copyOf(rules);
    }

    /**
     * Why the image could not be judged, or not wholly; empty where it was, and where a profile leaves it to people, which
     * is an outcome.
     */
    public Optional<Failure> failure() {
        return Optional.ofNullable(error).filter(cause -> !cause.kind().equals(Failure.UNSURE));
    }

    /** Whether it is undecided only because a model could not be asked: judging again may decide it. */
    public boolean lacksModel() {
        return outcome == Outcome.UNDECIDED && error != null && error.kind().equals(Failure.MODEL_UNAVAILABLE);
    }
}
