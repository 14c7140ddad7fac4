package dev.clue.cli.cases;

import dev.clue.verdict.ImageVerdict;
import java.util.List;

/**
 * What came of a case.
 *
 * @param of the case
 * @param verdict what the judge says
 * @param differences from what was expected
 */
public record CaseResult(Case of, ImageVerdict verdict, List<Difference> differences) {

    private static final double MILLIS_PER_SECOND = 1000;

    /** How a case ends. */
    public enum Status {
        /** All is as expected. */
        PASSED,
        /** Something is not. */
        FAILED,
        /** The same, and the file says why that is known. */
        KNOWN_FAILURE,
        /** All is as expected although the file says that it is known to fail. */
        FIXED,
        /** The image could not be judged at all. */
        ERROR
    }

    /** Copies the differences. */
    public CaseResult {
        differences = List.copyOf(differences);
    }

    /** How it ended. */
    public Status status() {
        if (differences.stream().anyMatch(difference -> difference.kind() == Difference.Kind.NOT_JUDGED)) {
            return Status.ERROR;
        }
        boolean known = of.knownFailure() != null;
        if (differences.isEmpty()) {
            return known ? Status.FIXED : Status.PASSED;
        }
        return known ? Status.KNOWN_FAILURE : Status.FAILED;
    }

    /** Whether the run fails because of it. */
    public boolean fails() {
        return status() == Status.FAILED || status() == Status.ERROR;
    }

    /** How long judging took. */
    public double seconds() {
        return verdict.timingMillis().getOrDefault("total", 0.0) / MILLIS_PER_SECOND;
    }
}
