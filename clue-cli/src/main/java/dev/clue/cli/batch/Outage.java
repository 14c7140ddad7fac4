package dev.clue.cli.batch;

import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Notices that a model is gone for good, or for long, and not only for an image: that it could not be asked about several
 * in a row. To go on would make the rest of the list undecided within seconds. Used by one thread.
 *
 * <p>Several are ten, and at least twice as many as are in work at the same time: what fails all of those at once and then
 * passes is no reason to stop. An image that is judged without the model, such as one that is damaged, says nothing about it.
 */
public final class Outage {

    private static final int SEVERAL = 10;

    private final int several;
    private int row;
    private @Nullable ImageVerdict first;
    private @Nullable ImageVerdict last;
    private volatile boolean noticed;

    /** @param threads images in work at the same time */
    public Outage(int threads) {
        this.several = Math.max(SEVERAL, 2 * threads);
    }

    /** Looks at the next verdict. */
    public void observe(ImageVerdict verdict) {
        if (verdict.lacksModel()) {
            first = row == 0 ? verdict : first;
            last = verdict;
            row++;
            noticed |= row >= several;
        } else if (verdict.usage().calls() > 0) {
            row = 0;
        }
    }

    /** Whether there is one: the run should stop. */
    public boolean noticed() {
        return noticed;
    }

    /** What happened, for people. */
    public String meaning() {
        Instant since = first == null ? Instant.EPOCH : first.createdAt().truncatedTo(ChronoUnit.SECONDS);
        String why = last == null ? "" : last.failure().map(Failure::message).orElse("");
        return "stopped, because the model could not be asked about " + row + " images in a row, since " + since + ": "
                + why;
    }
}
