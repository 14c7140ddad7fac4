package dev.clue.eval.run;

import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Method;
import dev.clue.image.ImageIntake;
import dev.clue.model.ImageDomain;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
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
        ImageContent content = ImageContent.of(image, intake, domain);
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
            Result result = content.result(method);
            synchronized (watch) {
                watch.kept(result);
                results.keep(result);
            }
            made++;
        }
        return made;
    }

    private static void requireUnchanged(Result before, ImageContent content) {
        if (!before.sha256().equals(content.sha256())) {
            throw new ConfigurationException(before.item() + ": the image has changed since " + before.method()
                    + " judged it, so this run cannot continue: put the earlier one back, or name another folder with"
                    + " --output");
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
