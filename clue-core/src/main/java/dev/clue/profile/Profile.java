package dev.clue.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clue.constitution.Constitution;
import dev.clue.error.ConfigurationException;
import dev.clue.judge.Calibration;
import dev.clue.judge.Thresholds;
import dev.clue.model.ModelIdentity;
import dev.clue.prompt.Prompts;
import dev.clue.verdict.ImageVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Thresholds learned from images, with what they were learned for and how. The file is JSON, as {@code
 * docs/schema/profile.schema.json} describes.
 *
 * @param format version of the file format: {@value #FORMAT}
 * @param name what verdicts call it, with a digest of the file behind it
 * @param target what it was learned for: of no use for anything else
 * @param constants the constants it was learned with, and judges with
 * @param reasoning what reasoning may decide
 * @param statements how the scores of statements are read
 * @param origin how it was learned
 */
public record Profile(
        @JsonProperty(required = true) int format,
        @JsonProperty(required = true) String name,
        @JsonProperty(required = true) Target target,
        @JsonProperty(required = true) Constants constants,
        @JsonProperty(required = true) Calibration.Reasoned reasoning,
        @JsonProperty(required = true) List<Statement> statements,
        @JsonProperty(required = true) Origin origin) {

    /** The only version so far. */
    public static final int FORMAT = 1;

    /**
     * What thresholds are learned for.
     *
     * @param vlm the multimodal model
     * @param encoder of the relevance scan, or null without one
     * @param detector of the regions, or null without one
     * @param promptVersion version of the prompts
     * @param constitution the rules
     */
    public record Target(
            @JsonProperty(required = true) ModelIdentity vlm,
            @Nullable ModelIdentity encoder,
            @Nullable ModelIdentity detector,
            @JsonProperty(required = true) String promptVersion,
            @JsonProperty(required = true) ImageVerdict.ConstitutionReference constitution) {

        /** These models, this constitution, and the prompts of this program. */
        public static Target of(ImageVerdict.Models models, Constitution constitution) {
            return new Target(
                    models.vlm(),
                    models.encoder(),
                    models.detector(),
                    Prompts.VERSION,
                    new ImageVerdict.ConstitutionReference(
                            constitution.id(), constitution.version(), constitution.sha256()));
        }
    }

    /** The constants of {@link Thresholds}, under the same names. */
    public record Constants(
            @Nullable Double relevance,
            @JsonProperty(required = true) double alpha1Factor,
            @JsonProperty(required = true) double alpha2Factor,
            @JsonProperty(required = true) double beta,
            @JsonProperty(required = true) double boxConfidence,
            @Nullable Double smallRegion,
            @JsonProperty(required = true) double cropScale,
            @JsonProperty(required = true) double answerMass,
            @JsonProperty(required = true) int reasoningTokens,
            @JsonProperty(required = true) int summaryTokens) {

        /** Those of a set of thresholds. */
        public static Constants of(Thresholds thresholds) {
            return new Constants(
                    thresholds.relevance(),
                    thresholds.alpha1Factor(),
                    thresholds.alpha2Factor(),
                    thresholds.beta(),
                    thresholds.boxConfidence(),
                    thresholds.smallRegion(),
                    thresholds.cropScale(),
                    thresholds.answerMass(),
                    thresholds.reasoningTokens(),
                    thresholds.summaryTokens());
        }

        Thresholds thresholds(String profile) {
            return new Thresholds(
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
                    summaryTokens);
        }
    }

    /** A statement's text, and {@link Calibration.OfStatement how its scores are read}. */
    public record Statement(
            @JsonProperty(required = true) String statement,
            @Nullable Double alpha1,
            @Nullable Double alpha2,
            @Nullable Double logitShift) {}

    /**
     * How it was learned.
     *
     * @param method {@code split_conformal} or {@code batch}
     * @param set what the set of images is called
     * @param images how many images it was learned from
     * @param leftOut how many of the set were left out: not there or not readable, without a label that can be used, not of
     *     the models' domain, or a model failed
     * @param bound what is known about missed violations, or null for a method that bounds nothing
     * @param createdAt when, ISO 8601
     * @param clueVersion by which version of clue
     */
    public record Origin(
            @JsonProperty(required = true) String method,
            @JsonProperty(required = true) String set,
            @JsonProperty(required = true) int images,
            @JsonProperty(required = true) int leftOut,
            @Nullable Bound bound,
            @JsonProperty(required = true) String createdAt,
            @JsonProperty(required = true) String clueVersion) {}

    /**
     * A bound on missed violations.
     *
     * @param alpha of unsafe images, or of violations of a rule, like those learned from, at most this share is called
     *     not violated, 0 to 1
     * @param scope {@code global} or {@code rule}: whether alpha is the share of unsafe images with a missed violation, or the share
     *     of missed violations of each rule
     * @param violations n: unsafe images it was learned from; of scope {@code rule} violations of the rule with fewest
     * @param coverage the least share of such images, expected over sets like this one, of which no violation is missed
     * @param missed share of the n unsafe images of which one was missed
     * @param abstained share of all images that the scores alone leave undecided; regions and reasoning may still find a
     *     violation in them
     */
    public record Bound(
            @JsonProperty(required = true) double alpha,
            @JsonProperty(required = true) String scope,
            @JsonProperty(required = true) int violations,
            @JsonProperty(required = true) double coverage,
            @JsonProperty(required = true) double missed,
            @JsonProperty(required = true) double abstained) {}

    /** Copies the statements. */
    public Profile {
        statements = List.copyOf(statements);
    }

    /**
     * Refuses to serve what it was not learned for.
     *
     * @param file what the profile is called, for the message
     * @throws ConfigurationException naming each difference; or, where there is none, the first statement that is not of the
     *     constitution, or that a profile with a bound lacks
     */
    public void requireFor(String file, ImageVerdict.Models models, Constitution constitution) {
        Target now = Target.of(models, constitution);
        List<String> differences = new ArrayList<>();
        compare(differences, "model", describe(target.vlm()), describe(now.vlm()));
        compare(differences, "encoder", describe(target.encoder()), describe(now.encoder()));
        compare(differences, "detector", describe(target.detector()), describe(now.detector()));
        compare(differences, "prompts", target.promptVersion(), now.promptVersion());
        compare(differences, "constitution", describe(target.constitution()), describe(now.constitution()));
        if (!differences.isEmpty()) {
            throw new ConfigurationException(
                    file + ": the profile was made for something else: different are " + String.join("; ", differences)
                            + ": calibrate anew with clue calibrate, or judge without --profile");
        }
        ProfileStatements.require(file, this, constitution);
    }

    /**
     * The thresholds.
     *
     * @param profile what verdicts call them
     * @throws ConfigurationException if one is out of its range, or a statement is there twice
     */
    Thresholds thresholds(String profile) {
        Map<String, Calibration.OfStatement> learned = new TreeMap<>();
        for (Statement each : statements) {
            Calibration.OfStatement before = learned.put(
                    each.statement(), new Calibration.OfStatement(each.alpha1(), each.alpha2(), each.logitShift()));
            if (before != null) {
                throw new ConfigurationException("\"" + each.statement() + "\" is there twice");
            }
        }
        return constants.thresholds(profile).calibrated(profile, Calibration.of(learned, reasoning));
    }

    private static void compare(List<String> differences, String what, String then, String now) {
        if (!Objects.equals(then, now)) {
            differences.add(what + " (made for " + then + ", now " + now + ")");
        }
    }

    private static String describe(@Nullable ModelIdentity model) {
        return model == null ? "none" : model.name() + " " + model.digest();
    }

    private static String describe(ImageVerdict.ConstitutionReference constitution) {
        return constitution.id() + " version " + constitution.version() + " " + constitution.sha256();
    }
}
