package dev.clue.cli.output;

import dev.clue.cli.run.Tally;
import dev.clue.verdict.ImageVerdict;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** Receives the verdicts of a run, in order. Used by one thread. */
public interface VerdictSink extends Closeable {

    /** @throws IOException if it cannot be kept */
    void accept(ImageVerdict verdict) throws IOException;

    /**
     * The run is over: completes the result.
     *
     * @throws IOException if it cannot be kept
     */
    void finish(Run run) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * What a run came to.
     *
     * @param tally counts over everything judged, in this run and in those that it resumed
     * @param judged images that this run judged
     * @param listed images that it set out to judge, those judged before left out
     * @param wallTime how long it took
     * @param end why it ended
     */
    record Run(Tally tally, long judged, long listed, Duration wallTime, End end) {

        /** Images that it did not come to. */
        public long left() {
            return listed - judged;
        }
    }

    /** Why a run ended. */
    enum End {
        /** All images are judged. */
        DONE,
        /** Somebody stopped it before. */
        INTERRUPTED,
        /** The model could not be asked any more. */
        MODEL_GONE
    }
}
