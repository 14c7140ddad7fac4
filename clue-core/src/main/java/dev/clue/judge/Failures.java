package dev.clue.judge;

import dev.clue.error.ModelUnavailableException;
import dev.clue.error.ModelUnfitException;
import dev.clue.verdict.Failure;
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

    static Failure unforeseen(String uri, RuntimeException e) {
        LOG.error("Judging {} failed in an unforeseen way", uri, e);
        return new Failure(Failure.INTERNAL, "judging failed in an unforeseen way, please report it: " + e);
    }

    static Failure outOfMemory(String uri) {
        LOG.error("Judging {} needs more memory than there is", uri);
        return new Failure(
                Failure.OUT_OF_MEMORY,
                "the image needs more memory than the Java heap has; give it more (java -Xmx) or make the image"
                        + " smaller");
    }

    private static String message(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
