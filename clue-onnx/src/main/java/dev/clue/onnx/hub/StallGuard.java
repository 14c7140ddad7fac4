package dev.clue.onnx.hub;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Closes a stream from which nothing comes for too long: the JDK's client would wait for ever. */
final class StallGuard implements AutoCloseable {

    private final InputStream stream;
    private final Duration patience;
    private final Thread thread;
    private volatile long last = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience;
        this.thread = Thread.ofPlatform().daemon().name("clue-hub-stall-guard").start(this::watch);
    }

    /** Something came. */
    void alive() {
        last = System.nanoTime();
    }

    /** Whether the stream was closed for that reason. */
    boolean stalled() {
        return stalled;
    }

    private void watch() {
        try {
            while (true) {
                long left = patience.toNanos() - (System.nanoTime() - last);
                if (left <= 0) {
                    stalled = true;
                    stream.close();
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            // The end was reached.
        } catch (IOException e) {
            // It was closed already.
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
