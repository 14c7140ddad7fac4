package dev.clue.cli.batch;

import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * Judges images, several at a time, and hands on the verdicts in the order of the images. A few may wait for a
 * slower one before them, so memory does not depend on the length of the list. Stopping lets the images in work
 * finish and leaves no gap. However a run ends, no image is in work when it has ended, so the models may be closed.
 *
 * @param threads images in work at the same time, at least 1
 * @param stop whether to stop after those
 */
public record Batch(int threads, BooleanSupplier stop) {

    private static final int AHEAD = 4;

    /** The same where somebody asks to stop. */
    public Batch(int threads, StopSignal stop) {
        this(threads, stop::requested);
    }

    /** What is done with a verdict. */
    @FunctionalInterface
    public interface Receiver {
        /** @throws IOException if it cannot be kept: the run ends */
        void accept(ImageVerdict verdict) throws IOException;
    }

    /**
     * Runs. Where a verdict cannot be kept, images in work are finished, because an interrupted one could look like
     * one that is damaged; those that wait are not begun.
     *
     * @throws IOException if a verdict could not be kept
     */
    public void run(List<String> images, Function<String, ImageVerdict> judge, Receiver receiver) throws IOException {
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        Deque<Future<Optional<ImageVerdict>>> ahead = new ArrayDeque<>();
        try {
            Iterator<String> next = images.iterator();
            while (true) {
                while (ahead.size() < threads * AHEAD && next.hasNext() && !stop.getAsBoolean()) {
                    String image = next.next();
                    ahead.add(workers.submit(() -> unlessStopped(image, judge)));
                }
                Future<Optional<ImageVerdict>> first = ahead.poll();
                Optional<ImageVerdict> verdict = first == null ? Optional.empty() : result(first);
                if (verdict.isEmpty()) {
                    return;
                }
                receiver.accept(verdict.get());
            }
        } finally {
            ahead.forEach(waiting -> waiting.cancel(false));
            workers.close();
        }
    }

    private Optional<ImageVerdict> unlessStopped(String image, Function<String, ImageVerdict> judge) {
        return stop.getAsBoolean() ? Optional.empty() : Optional.of(judge.apply(image));
    }

    private static <T> T result(Future<T> future) {
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
            throw new IllegalStateException("interrupted while an image was judged", e);
        }
    }
}
