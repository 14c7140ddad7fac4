package dev.clue.eval.run;

import dev.clue.digest.Sha256;
import dev.clue.error.ClueException;
import dev.clue.error.ImageException;
import dev.clue.error.IoReason;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.method.VerdictMethod;
import dev.clue.image.DecodedImage;
import dev.clue.image.ImageIntake;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageDomain;
import dev.clue.model.Usage;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One image for all methods: read once, and decoded when the first of them needs it. Used by one thread. */
final class ImageContent {

    private final LabelledImage image;
    private final ImageIntake intake;
    private final @Nullable ImageDomain domain;
    private final byte @Nullable [] bytes;
    private final String sha256;
    private @Nullable DecodedImage decoded;
    private @Nullable Failure unusable;

    private ImageContent(
            LabelledImage image,
            ImageIntake intake,
            @Nullable ImageDomain domain,
            byte @Nullable [] bytes,
            @Nullable Failure unusable) {
        this.image = image;
        this.intake = intake;
        this.domain = domain;
        this.bytes = bytes;
        this.sha256 = bytes == null ? "" : Sha256.of(bytes);
        this.unusable = unusable;
    }

    /**
     * Reads an image.
     *
     * @param domain which images the models were made for, or null: any
     */
    static ImageContent of(LabelledImage image, ImageIntake intake, @Nullable ImageDomain domain) {
        try {
            return new ImageContent(image, intake, domain, image.source().bytes(), null);
        } catch (IOException e) {
            return new ImageContent(
                    image,
                    intake,
                    domain,
                    null,
                    failure(
                            ImageException.Kind.UNREADABLE,
                            image.source().uri() + ": cannot be read (" + IoReason.of(e)
                                    + "): check the file and its folder"));
        }
    }

    /** 64 hex digits over its bytes, or empty where they could not be read. */
    String sha256() {
        return sha256;
    }

    /** Whether its bytes could be read. */
    boolean read() {
        return bytes != null;
    }

    /** What a method says; undecided, with the cause, where something fails. */
    Result result(Method method) {
        if (decoded == null && unusable == null) {
            decode();
        }
        DecodedImage usable = decoded;
        Failure why = unusable;
        if (usable == null) {
            String cause = why == null ? "the image could not be decoded" : why.message();
            return new Result(image.id(), sha256, method.id(), undecided(cause), null, why);
        }
        try {
            if (method instanceof VerdictMethod showing) {
                VerdictMethod.Judged judged = showing.judge(image.source().uri(), usable);
                return new Result(image.id(), sha256, method.id(), judged.prediction(), judged.verdict());
            }
            return new Result(image.id(), sha256, method.id(), worst(usable, method), null);
        } catch (ClueException e) {
            return new Result(image.id(), sha256, method.id(), undecided(String.valueOf(e.getMessage())), null);
        }
    }

    private static Prediction undecided(String cause) {
        return new Prediction(ImageVerdict.Outcome.UNDECIDED, null, Map.of(), Usage.NONE, 0, cause);
    }

    /** The worst frame's, with the cost of all. */
    private Prediction worst(DecodedImage usable, Method method) {
        Prediction worst = null;
        Usage usage = Usage.NONE;
        double millis = 0;
        for (RgbImage frame : usable.frames()) {
            Prediction prediction = method.predict(frame);
            usage = usage.plus(prediction.usage());
            millis += prediction.millis();
            worst = worst == null || severity(prediction) > severity(worst) ? prediction : worst;
        }
        if (worst == null) {
            throw new IllegalStateException(image.source().uri() + ": an image without a frame was taken in");
        }
        return new Prediction(worst.outcome(), worst.score(), worst.rules(), usage, millis, worst.cause());
    }

    /** Unsafe before undecided before safe, then by the score. */
    private static double severity(Prediction prediction) {
        double score = prediction.score() == null ? 0 : prediction.score();
        return switch (prediction.outcome()) {
            case SAFE -> score;
            case UNDECIDED -> 2;
            case UNSAFE -> 3 + score;
        };
    }

    private void decode() {
        String uri = image.source().uri();
        byte[] content = bytes;
        if (content == null) {
            return;
        }
        try {
            DecodedImage taken = intake.read(content, uri);
            for (RgbImage frame : taken.frames()) {
                unusable = foreign(frame);
                if (unusable != null) {
                    return;
                }
            }
            decoded = taken;
        } catch (ImageException e) {
            unusable = failure(e.kind(), String.valueOf(e.getMessage()));
        } catch (ClueException e) {
            unusable = new Failure(Failure.MODEL_UNAVAILABLE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            unusable = new Failure(
                    Failure.INTERNAL, uri + ": judging failed in an unforeseen way, please report it: " + e);
        }
    }

    private @Nullable Failure foreign(RgbImage frame) {
        if (domain == null) {
            return null;
        }
        ImageDomain.Familiarity familiarity = domain.familiarity(frame);
        return familiarity.inside() ? null : new Failure(Failure.OUTSIDE_DOMAIN, familiarity.advice());
    }

    private static Failure failure(ImageException.Kind kind, String message) {
        return new Failure(kind.name().toLowerCase(Locale.ROOT), message);
    }
}
