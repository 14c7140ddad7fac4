package dev.clue.judge;

import dev.clue.error.ImageException;
import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.verdict.Failure;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what a model threw into the cause of something undecided. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    static Failure of(RuntimeException e) {
        return switch (e) {
            case ModelUnavailableException unavailable -> new Failure(Failure.MODEL_UNAVAILABLE, message(unavailable));
            case ModelUnfitException unfit -> new Failure(Failure.MODEL_UNFIT, message(unfit));
            default -> {
                LOG.error("A model failed in an unforeseen way", e);
                yield new Failure(Failure.INTERNAL, "a model failed in an unforeseen way, please report it: " + e);
            }
        };
    }

    /** What went wrong with an item as a whole: its file, or something that nobody foresaw. */
    static Failure ofItem(String uri, Throwable e) {
        if (e instanceof ImageException image) {
            return new Failure(image.kind().name().toLowerCase(Locale.ROOT), message(image));
        }
        LOG.error("Judging {} failed", uri, e);
        return e instanceof OutOfMemoryError
                ? new Failure(
                        Failure.OUT_OF_MEMORY,
                        "the image needs more memory than the Java heap has; give it more (java -Xmx) or make the"
                                + " image smaller")
                : new Failure(Failure.INTERNAL, "judging failed in an unforeseen way, please report it: " + e);
    }

    private static String message(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
