package dev.clue.eval.run;

import dev.clue.digest.Sha256;
import dev.clue.error.ClueException;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.method.VerdictMethod;
import dev.clue.image.DecodedImage;
import dev.clue.image.ImageIntake;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageDomain;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs methods over labelled images. An image is read once for all methods; what has a result already is not judged
 * again. What fails for an item is an undecided prediction with its cause, so a run loses no item.
 */
public final class EvalRun {

    private final List<Method> methods;
    private final ImageIntake intake;
    private final @Nullable ImageDomain domain;
    private final ResultsFile results;
    private final Watch watch;

    /**
     * @param methods what is compared
     * @param intake reads images
     * @param domain which images the models were made for, or null: any
     * @param results where predictions are kept
     * @param watch is told what happens
     */
    public EvalRun(
            List<Method> methods, ImageIntake intake, @Nullable ImageDomain domain, ResultsFile results, Watch watch) {
        this.methods = List.copyOf(methods);
        this.intake = intake;
        this.domain = domain;
        this.results = results;
        this.watch = watch;
    }

    /** Watches a run; called by several threads, one at a time. */
    public interface Watch {

        /**
         * A prediction was made and kept.
         *
         * @throws RuntimeException ends the run
         */
        default void kept(Result result) {}

        /** An image is finished: all methods have predicted it. */
        default void finished(LabelledImage image) {}
    }

    /**
     * Runs.
     *
     * @param threads images in work at the same time, at least 1
     * @param stop asked before each prediction: true ends the run with what there is
     * @return how many predictions were made; the others were there already, or the run was stopped
     * @throws ConfigurationException if a method was configured differently before, or an image has changed since
     * @throws java.io.UncheckedIOException if results cannot be written
     */
    public long run(List<LabelledImage> images, int threads, BooleanSupplier stop) {
        methods.forEach(results::begin);
        Iterator<LabelledImage> next = images.iterator();
        List<Future<Long>> working = new ArrayList<>();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Queue queue = new Queue(next);
            for (int thread = 0; thread < threads; thread++) {
                working.add(workers.submit(() -> work(queue, stop)));
            }
        }
        return working.stream().mapToLong(EvalRun::result).sum();
    }

    private long work(Queue queue, BooleanSupplier stop) {
        long made = 0;
        try {
            for (LabelledImage image = queue.next(); image != null; image = queue.next()) {
                made += judge(image, stop);
                if (stop.getAsBoolean()) {
                    return made;
                }
                synchronized (watch) {
                    watch.finished(image);
                }
            }
            return made;
        } catch (RuntimeException | Error e) {
            queue.end();
            throw e;
        }
    }

    private long judge(LabelledImage image, BooleanSupplier stop) {
        Content content = content(image);
        long made = 0;
        for (Method method : methods) {
            Result before = results.result(image.id(), method.id());
            if (before != null && (before.read() || !content.read())) {
                requireUnchanged(before, content);
                continue;
            }
            if (stop.getAsBoolean()) {
                return made;
            }
            Judged judged = content.predict(method);
            Result result =
                    new Result(image.id(), content.sha256(), method.id(), judged.prediction(), judged.verdict());
            synchronized (watch) {
                watch.kept(result);
                results.keep(result);
            }
            made++;
        }
        return made;
    }

    private static void requireUnchanged(Result before, Content content) {
        if (!before.sha256().equals(content.sha256())) {
            throw new ConfigurationException(before.item() + ": the image has changed since " + before.method()
                    + " judged it, so this run cannot continue: put the earlier one back, or name another folder with"
                    + " --output");
        }
    }

    private Content content(LabelledImage image) {
        byte[] bytes;
        try {
            bytes = image.source().bytes();
        } catch (IOException e) {
            return new Content(
                    "",
                    null,
                    image.source().uri() + ": cannot be read (" + e.getMessage() + "): check the file and its folder");
        }
        return new Content(Sha256.of(bytes), new Pixels(bytes, image.source().uri()), null);
    }

    /** A prediction, with its evidence where there is some. */
    private record Judged(Prediction prediction, @Nullable ImageVerdict verdict) {

        static Judged undecided(String cause) {
            return new Judged(
                    new Prediction(ImageVerdict.Outcome.UNDECIDED, null, Map.of(), Usage.NONE, 0, cause), null);
        }
    }

    /** An image's bytes, decoded when the first method needs them. */
    private final class Pixels {

        private final byte[] bytes;
        private final String uri;
        private @Nullable DecodedImage decoded;
        private @Nullable String cause;

        Pixels(byte[] bytes, String uri) {
            this.bytes = bytes;
            this.uri = uri;
        }

        Judged predict(Method method) {
            if (decoded == null && cause == null) {
                decode();
            }
            DecodedImage image = decoded;
            if (image == null) {
                return Judged.undecided(cause == null ? uri + ": could not be decoded" : cause);
            }
            try {
                if (method instanceof VerdictMethod showing) {
                    VerdictMethod.Judged judged = showing.judge(uri, image);
                    return new Judged(judged.prediction(), judged.verdict());
                }
                return new Judged(worst(image, method), null);
            } catch (ClueException e) {
                return Judged.undecided(String.valueOf(e.getMessage()));
            }
        }

        /** The worst frame's, with the cost of all. */
        private Prediction worst(DecodedImage image, Method method) {
            Prediction worst = null;
            Usage usage = Usage.NONE;
            double millis = 0;
            for (RgbImage frame : image.frames()) {
                Prediction prediction = method.predict(frame);
                usage = usage.plus(prediction.usage());
                millis += prediction.millis();
                worst = worst == null || severity(prediction) > severity(worst) ? prediction : worst;
            }
            if (worst == null) {
                throw new IllegalStateException(uri + ": an image without a frame was taken in");
            }
            return new Prediction(worst.outcome(), worst.score(), worst.rules(), usage, millis, worst.cause());
        }

        private void decode() {
            try {
                DecodedImage image = intake.read(bytes, uri);
                for (RgbImage frame : image.frames()) {
                    cause = foreign(frame);
                    if (cause != null) {
                        return;
                    }
                }
                decoded = image;
            } catch (ClueException e) {
                cause = e.getMessage();
            } catch (RuntimeException e) {
                cause = uri + ": judging failed in an unforeseen way, please report it: " + e;
            }
        }

        private @Nullable String foreign(RgbImage frame) {
            if (domain == null) {
                return null;
            }
            ImageDomain.Familiarity familiarity = domain.familiarity(frame);
            return familiarity.inside() ? null : familiarity.advice();
        }
    }

    private record Content(
            String sha256,
            @Nullable Pixels pixels,
            @Nullable String cause) {

        boolean read() {
            return pixels != null;
        }

        Judged predict(Method method) {
            if (pixels == null) {
                return Judged.undecided(cause == null ? "the image could not be read" : cause);
            }
            return pixels.predict(method);
        }
    }

    /** Hands out images, one at a time. */
    private static final class Queue {

        private final Iterator<LabelledImage> images;
        private boolean ended;

        Queue(Iterator<LabelledImage> images) {
            this.images = images;
        }

        synchronized @Nullable LabelledImage next() {
            return ended || !images.hasNext() ? null : images.next();
        }

        synchronized void end() {
            ended = true;
        }
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

    private static long result(Future<Long> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images were judged", e);
        }
    }
}
