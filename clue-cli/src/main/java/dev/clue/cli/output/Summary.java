package dev.clue.cli.output;

import dev.clue.cli.run.Tally;
import dev.clue.verdict.ImageVerdict;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** What a run came to, in one line. */
public final class Summary {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private Summary() {}

    /** Such as {@code 12 images: 5 safe, 6 unsafe, 1 undecided; 3.2 s, 3.7 images/s}. */
    public static String line(VerdictSink.Run run) {
        Tally tally = run.tally();
        double seconds = run.wallTime().toNanos() / NANOS_PER_SECOND;
        StringJoiner counts = new StringJoiner(", ");
        for (ImageVerdict.Outcome outcome : ImageVerdict.Outcome.values()) {
            counts.add(tally.count(outcome) + " " + outcome.name().toLowerCase(Locale.ROOT));
        }
        StringBuilder line = new StringBuilder();
        line.append(tally.images())
                .append(tally.images() == 1 ? " image: " : " images: ")
                .append(counts);
        if (tally.errors() > 0) {
            line.append(" (").append(tally.errors()).append(tally.errors() == 1 ? " error)" : " errors)");
        }
        line.append(String.format(Locale.ROOT, "; %.1f s", seconds));
        if (run.judged() > 1) {
            line.append(String.format(Locale.ROOT, ", %.1f images/s", run.judged() / seconds));
        }
        if (tally.images() > run.judged()) {
            line.append("; ").append(tally.images() - run.judged()).append(" of them judged before");
        }
        switch (run.end()) {
            case DONE -> {}
            case INTERRUPTED ->
                line.append("; interrupted, ").append(run.left()).append(" not judged");
            case MODEL_GONE ->
                line.append("; the model could not be reached any more, ")
                        .append(run.left())
                        .append(" not judged: judge those once it is there again");
        }
        return line.toString();
    }
}
