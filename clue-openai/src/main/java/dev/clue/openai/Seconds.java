package dev.clue.openai;

import java.time.Duration;

/** How a message says how long something took. */
final class Seconds {

    private Seconds() {}

    /** Whole seconds; below one, milliseconds, of which there is at least one. */
    static String of(Duration duration) {
        return duration.toSeconds() > 0 ? duration.toSeconds() + " s" : Math.max(1, duration.toMillis()) + " ms";
    }
}
