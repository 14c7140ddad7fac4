package dev.clue.compile;

/** An answer that nothing can be read from, or that cannot be right. The message completes "cannot be used: …". */
final class UnusableAnswerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableAnswerException(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
