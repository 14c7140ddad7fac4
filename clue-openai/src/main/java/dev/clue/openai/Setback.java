package dev.clue.openai;

import dev.clue.error.ModelException;
import java.time.Duration;
import java.util.Optional;

/** An attempt that came to nothing, and what it teaches. */
final class Setback extends Exception {

    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final transient ModelException meaning;
    private final transient Optional<Duration> pause;

    /** What to do next. */
    enum Kind {
        /** The server is there and has too much to do: again later, with fewer requests at once. */
        BUSY,
        /** The server did not answer, or not in time, or with a failure of its own: again later. */
        FAILED,
        /** What came back makes no sense: again, perhaps something on the way was at fault. */
        GARBLED,
        /** Again would not help. */
        FINAL
    }

    /**
     * @param kind what to do next
     * @param meaning what it is to the caller, if nothing more is tried
     * @param pause how long the server wants to be left alone, if it says so
     */
    Setback(Kind kind, ModelException meaning, Optional<Duration> pause) {
        super(meaning);
        this.kind = kind;
        this.meaning = meaning;
        this.pause = pause;
    }

    Setback(Kind kind, ModelException meaning) {
        this(kind, meaning, Optional.empty());
    }

    Kind kind() {
        return kind;
    }

    ModelException meaning() {
        return meaning;
    }

    Optional<Duration> pause() {
        return pause;
    }
}
