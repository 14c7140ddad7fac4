package dev.clue.openai;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many requests a server gets at the same time, like the congestion window of TCP. Until it was too much for the first
 * time: one more after each answer if the limit is used (slow start, which doubles it with each round). Then one more after
 * as many answers as there are requests in work (additive increase), and half after it was too much (multiplicative
 * decrease). Too much is what the server says itself, no answer in time, or an answer that took many times as long as the
 * fastest. A burst of refusals counts once: those that were sent before the last decrease say nothing new.
 */
final class AdaptiveLimit {

    private static final double FIRST = 8;
    private static final double DECREASE = 0.5;

    /** An answer that takes this many times the fastest, and {@link #SLOW}, means that requests queue. */
    private static final double SLOWER = 20;

    private static final long SLOW = TimeUnit.SECONDS.toNanos(2);

    private final int most;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private double limit;
    private int inWork;
    private long lastDecrease;
    private boolean decreased;
    private long fastest = Long.MAX_VALUE;

    AdaptiveLimit(int most, LongSupplier nanoTime) {
        this.most = most;
        this.nanoTime = nanoTime;
        this.limit = Math.min(FIRST, most);
    }

    /** A place among the requests in work; exactly one of its methods is called once. */
    final class Place {

        private final long begun = nanoTime.getAsLong();

        private Place() {}

        /** The server answered. */
        void answered() {
            leave(() -> {
                long took = nanoTime.getAsLong() - begun;
                fastest = Math.min(fastest, took);
                if (took > SLOW && took > SLOWER * fastest) {
                    decrease(begun);
                } else {
                    limit = grown();
                }
            });
        }

        /** The same for an answer whose time says nothing, because it was long or short. */
        void answeredInItsOwnTime() {
            leave(() -> limit = grown());
        }

        /** The server was asked too much, or did not answer. */
        void tooMuch() {
            leave(() -> decrease(begun));
        }

        /** It ended in a way that says nothing about how much the server can do. */
        void left() {
            leave(() -> {});
        }
    }

    /**
     * Waits for a place.
     *
     * @return the place, or null where there was none in time
     */
    @Nullable Place enter(Duration longest) throws InterruptedException {
        long nanos = longest.toNanos();
        lock.lockInterruptibly();
        try {
            while (inWork >= (int) limit) {
                if (nanos <= 0) {
                    return null;
                }
                nanos = changed.awaitNanos(nanos);
            }
            inWork++;
            return new Place();
        } finally {
            lock.unlock();
        }
    }

    /** How many requests may be in work now. */
    int now() {
        lock.lock();
        try {
            return (int) limit;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Runnable lesson) {
        lock.lock();
        try {
            inWork--;
            lesson.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A limit that is hardly used says nothing about twice as much. */
    private double grown() {
        boolean used = 2 * (inWork + 1) >= limit;
        return Math.min(most, limit + (used && !decreased ? 1 : 1 / limit));
    }

    private void decrease(long begun) {
        if (!decreased || begun - lastDecrease >= 0) {
            limit = Math.max(1, limit * DECREASE);
            lastDecrease = nanoTime.getAsLong();
            decreased = true;
        }
    }
}
