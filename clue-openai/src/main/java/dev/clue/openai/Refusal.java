package dev.clue.openai;

/** A server that works and that refuses this very request: asking the same again would not help. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ServerWords words;

    Refusal(int status, ServerWords words) {
        super("HTTP " + status + words.quoted());
        this.status = status;
        this.words = words;
    }

    /** The HTTP status. */
    int status() {
        return status;
    }

    /** What the server says about it. */
    ServerWords words() {
        return words;
    }
}
