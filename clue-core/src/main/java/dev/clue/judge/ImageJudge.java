package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.error.ImageException;
import dev.clue.image.DecodedImage;
import dev.clue.image.ImageIntake;
import dev.clue.image.ImageLimits;
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
        this.intake = from.intake;
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
     * Judges a file. Throws nothing for what is wrong with the file or with a model: a stack or a heap that one item
     * used up is free again for the next one. Other errors, such as a library that does not load, are thrown.
     *
     * @param uri what the verdict calls the image
     * @param file where it is
     */
    public ImageVerdict judge(String uri, Path file) {
        Cost cost = new Cost();
        try {
            DecodedImage image = cost.time(Cost.INTAKE, () -> intake.apply(file));
            return judge(uri, image, cost);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            Judgement undecided = Judgement.undecided(Failures.ofItem(uri, e));
            return protocol.verdict(unread(uri, file), undecided, cost);
        }
    }

    /**
     * Judges an image that has been read already. Throws nothing for what is wrong with a model.
     *
     * @param uri what the verdict calls the image
     * @throws ImageException if it has no frame
     */
    public ImageVerdict judge(String uri, DecodedImage image) {
        return judge(uri, image, new Cost());
    }

    /**
     * The id that a verdict of this judge on the image has: tells whether an earlier verdict answers the same
     * question.
     */
    public String idOf(ImageReference image) {
        return protocol.id(image);
    }

    private ImageVerdict judge(String uri, DecodedImage image, Cost cost) {
        Frame worst = null;
        Set<String> seen = new HashSet<>();
        Frames frames = new Frames(image, cost);
        for (Frame frame = judgeNext(uri, frames, seen, cost);
                frame != null;
                frame = judgeNext(uri, frames, seen, cost)) {
            cost.add(frame.judgement());
            if (worst == null || frame.judgement().isWorseThan(worst.judgement())) {
                worst = frame;
            }
        }
        if (worst == null) {
            throw new ImageException(
                    ImageException.Kind.EMPTY, uri + ": has no frame, so there is nothing to judge; give at least one");
        }
        ImageReference reference =
                new ImageReference(uri, image.sha256(), image.width(), image.height(), image.bytes(), worst.index());
        return protocol.verdict(reference, worst.judgement(), cost);
    }

    /** The judgement on the next frame that shows something new; null after the last, or after one that is damaged. */
    private @Nullable Frame judgeNext(String uri, Frames frames, Set<String> seen, Cost cost) {
        try {
            RgbImage next = frames.next();
            while (next != null && frames.several() && !seen.add(next.sha256())) {
                next = frames.next();
            }
            return next == null ? null : new Frame(frames.index(), judgeFrame(next, cost));
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return new Frame(frames.index(), Judgement.undecided(Failures.ofItem(uri, e)));
        }
    }

    private Judgement judgeFrame(RgbImage frame, Cost cost) {
        Failure outside = cost.time(Cost.DOMAIN, () -> outsideDomain(frame));
        return outside == null ? algorithm.judge(frame) : Judgement.undecided(outside);
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

    private record Frame(int index, Judgement judgement) {}

    /** Walks through the frames; a frame that cannot be decoded is the last. */
    private static final class Frames {

        private final DecodedImage image;
        private final Cost cost;
        private @Nullable Iterator<RgbImage> frames;
        private int index = -1;
        private boolean ended;

        Frames(DecodedImage image, Cost cost) {
            this.image = image;
            this.cost = cost;
        }

        /** The next frame, or null after the last. */
        @Nullable RgbImage next() {
            if (ended) {
                return null;
            }
            index++;
            ended = true;
            RgbImage frame = cost.<@Nullable RgbImage>time(Cost.INTAKE, this::decode);
            ended = frame == null;
            return frame;
        }

        private @Nullable RgbImage decode() {
            Iterator<RgbImage> decoding = frames;
            if (decoding == null) {
                decoding = image.frames().iterator();
                frames = decoding;
            }
            return decoding.hasNext() ? decoding.next() : null;
        }

        /** Whether there may be more than one. */
        boolean several() {
            return image.frameCount() > 1;
        }

        /** Which frame came last, from 0. */
        int index() {
            return index;
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
        private Function<Path, DecodedImage> intake = new ImageIntake(ImageLimits.DEFAULT)::read;

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
         * Reads a file; by default an {@link ImageIntake} with the default limits.
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
