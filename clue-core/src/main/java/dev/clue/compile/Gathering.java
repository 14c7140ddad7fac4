package dev.clue.compile;

import dev.clue.error.ModelUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Runs questions that do not depend on each other, and fails with the first failure when all were asked: of recorded
 * answers, all that are missing are then known at once.
 */
final class Gathering {

    private @Nullable ModelUnavailableException first;

    void run(Runnable question) {
        try {
            question.run();
        } catch (ModelUnavailableException e) {
            first = first == null ? e : first;
        }
    }

    void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
