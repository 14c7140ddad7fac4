package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.error.ImageException;
import dev.clue.image.DecodedImage;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageDomain;
import dev.clue.model.ImageDomain.Familiarity;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.ImageVerdict.ImageReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges image files: reads a file, checks that the models were made for images like it, judges every frame by
 * Algorithm 1, and lets the worst frame decide. Whatever goes wrong with a file becomes its verdict, undecided with
 * a cause, so a batch loses no item. May be used by several threads at once.
 */
public final class ImageJudge {

    private static final Logger LOG = LoggerFactory.getLogger(ImageJudge.class);

    private final Function<Path, DecodedImage> intake;
    private final @Nullable ImageDomain domain;
    private final Algorithm1 algorithm;
    private final Protocol protocol;

    private ImageJudge(Builder from) {
        this.intake = Objects.requireNonNull(from.intake, "an image judge needs an intake");
        this.domain = from.anyImage ? null : from.models.domain();
        this.algorithm = from.literal
                ? new LiteralJudge(from.models, from.constitution, from.thresholds)
                : new Judge(from.models, from.constitution, from.thresholds, from.priors);
        this.protocol =
                new Protocol(from.models.identities(), from.constitution, from.thresholds, from.anyImage, from.clock);
    }

    /** Begins an image judge with the paper's thresholds and priors kept in memory. */
    public static Builder of(JudgeModels models, Constitution constitution) {
        return new Builder(models, constitution);
    }

    /**
     * Judges a file. Throws nothing for what is wrong with the file or with a model.
     *
     * @param uri what the verdict calls the image
     * @param file where it is
     */
    public ImageVerdict judge(String uri, Path file) {
        Cost cost = new Cost();
        try {
            DecodedImage image = cost.time(Cost.INTAKE, () -> intake.apply(file));
            return judge(uri, image, cost);
        } catch (ImageException e) {
            return protocol.verdict(unread(uri, file), Judgement.undecided(why(e)), cost);
        } catch (OutOfMemoryError e) {
            return protocol.verdict(unread(uri, file), Judgement.undecided(Failures.outOfMemory(uri)), cost);
        } catch (RuntimeException e) {
            return protocol.verdict(unread(uri, file), Judgement.undecided(Failures.unforeseen(uri, e)), cost);
        }
    }

    /**
     * Judges an image that has been read already. Throws nothing for what is wrong with a model.
     *
     * @param uri what the verdict calls the image
     */
    public ImageVerdict judge(String uri, DecodedImage image) {
        return judge(uri, image, new Cost());
    }

    private ImageVerdict judge(String uri, DecodedImage image, Cost cost) {
        Judgement worst = null;
        int decisive = 0;
        Set<String> judged = new HashSet<>();
        Iterator<RgbImage> frames = image.frames().iterator();
        boolean readable = true;
        for (int i = 0; readable && frames.hasNext(); i++) {
            Judgement judgement = null;
            try {
                RgbImage frame = cost.time(Cost.INTAKE, frames::next);
                if (image.frameCount() == 1 || judged.add(frame.sha256())) {
                    judgement = judgeFrame(uri, frame, cost);
                }
            } catch (ImageException e) {
                // Nobody knows what the rest of the animation shows.
                judgement = Judgement.undecided(why(e));
                readable = false;
            }
            if (judgement != null) {
                cost.add(judgement);
                if (worst == null || judgement.isWorseThan(worst)) {
                    worst = judgement;
                    decisive = i;
                }
            }
        }
        ImageReference reference =
                new ImageReference(uri, image.sha256(), image.width(), image.height(), image.bytes(), decisive);
        return protocol.verdict(reference, Objects.requireNonNull(worst), cost);
    }

    private Judgement judgeFrame(String uri, RgbImage frame, Cost cost) {
        try {
            Failure outside = cost.time(Cost.DOMAIN, () -> outsideDomain(frame));
            return outside == null ? algorithm.judge(frame) : Judgement.undecided(outside);
        } catch (OutOfMemoryError e) {
            return Judgement.undecided(Failures.outOfMemory(uri));
        } catch (RuntimeException e) {
            return Judgement.undecided(Failures.unforeseen(uri, e));
        }
    }

    private @Nullable Failure outsideDomain(RgbImage frame) {
        if (domain == null) {
            return null;
        }
        try {
            Familiarity familiarity = domain.familiarity(frame);
            return familiarity.inside() ? null : new Failure(Failure.OUTSIDE_DOMAIN, familiarity.advice());
        } catch (RuntimeException e) {
            return Failures.of(e);
        }
    }

    private static Failure why(ImageException e) {
        return new Failure(e.kind().name().toLowerCase(Locale.ROOT), String.valueOf(e.getMessage()));
    }

    private static ImageReference unread(String uri, Path file) {
        return new ImageReference(uri, null, null, null, size(file), 0);
    }

    private static @Nullable Long size(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : null;
        } catch (IOException e) {
            LOG.debug("The size of {} is unknown", file, e);
            return null;
        }
    }

    /** Chooses how to judge. */
    public static final class Builder {

        private final JudgeModels models;
        private final Constitution constitution;
        private Thresholds thresholds = Thresholds.PAPER;
        private PriorStore priors = PriorStore.inMemory();
        private Clock clock = Clock.systemUTC();
        private boolean literal;
        private boolean anyImage;
        private @Nullable Function<Path, DecodedImage> intake;

        private Builder(JudgeModels models, Constitution constitution) {
            this.models = models;
            this.constitution = constitution;
        }

        /** The constants of Algorithm 1. */
        public Builder thresholds(Thresholds chosen) {
            thresholds = chosen;
            return this;
        }

        /** Where language priors are kept. */
        public Builder priors(PriorStore store) {
            priors = store;
            return this;
        }

        /** Whether to run Algorithm 1 as the paper writes it, slowly and with the same verdicts. */
        public Builder literal(boolean chosen) {
            literal = chosen;
            return this;
        }

        /** Whether to judge images that are unlike those the models were made for. */
        public Builder anyImage(boolean chosen) {
            anyImage = chosen;
            return this;
        }

        /**
         * Reads a file.
         *
         * @param reader throws {@link ImageException} for a file that cannot be read
         */
        public Builder intake(Function<Path, DecodedImage> reader) {
            intake = reader;
            return this;
        }

        /** What tells the time of a verdict. */
        public Builder clock(Clock chosen) {
            clock = chosen;
            return this;
        }

        /** The judge. */
        public ImageJudge build() {
            return new ImageJudge(this);
        }
    }
}
