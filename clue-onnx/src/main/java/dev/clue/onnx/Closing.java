package dev.clue.onnx;

import java.util.ArrayDeque;
import java.util.Deque;

/** What an object has opened, closed once and in reverse order however often {@link #close} is called. */
final class Closing implements AutoCloseable {

    private final Deque<Closeable> open = new ArrayDeque<>();

    /** Something whose closing throws nothing checked. */
    interface Closeable extends AutoCloseable {
        @Override
        void close();
    }

    synchronized <T extends Closeable> T add(T closeable) {
        open.push(closeable);
        return closeable;
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
