package dev.clue.cli.batch;

import java.util.concurrent.atomic.AtomicBoolean;

/** Asks a run to stop when the images at hand are finished. */
public final class StopSignal {

    private final AtomicBoolean requested = new AtomicBoolean();

    /**
     * Asks.
     *
     * @return whether this is the first time
     */
    public boolean request() {
        return requested.compareAndSet(false, true);
    }

    /** Whether somebody asked. */
    public boolean requested() {
        return requested.get();
    }
}
