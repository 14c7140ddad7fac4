package dev.clue.compile;

/** A step that had no usable answer, however often it was asked. */
final class StepFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Step step;

    StepFailedException(Step step, String message) {
        super(message, null, false, false);
        this.step = step;
    }

    Step step() {
        return step;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
