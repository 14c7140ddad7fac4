package dev.clue.eval.data;

/** A table cannot be used; the other tables of the set can. */
final class TableException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String advice;

    TableException(String what, String advice) {
        super(what);
        this.advice = advice;
    }

    String what() {
        return String.valueOf(getMessage());
    }

    String advice() {
        return advice;
    }
}
