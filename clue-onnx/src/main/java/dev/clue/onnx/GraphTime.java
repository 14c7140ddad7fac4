package dev.clue.onnx;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * How long graphs have run in this process, all of them together: what is left of an answer's time if everything that
 * the engine does around its graphs is taken away. Runs at the same time count each.
 */
public final class GraphTime {

    private static final LongAdder NANOS = new LongAdder();

    private GraphTime() {}

    /** So far. */
    public static Duration total() {
        return Duration.ofNanos(NANOS.sum());
    }

    static void add(long nanos) {
        NANOS.add(nanos);
    }
}
