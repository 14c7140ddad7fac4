package dev.clue.onnx.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Something that may go better when it is tried again: a broken connection, a busy server. */
final class TransientFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> asked;

    TransientFailure(String message, Optional<Duration> asked) {
        super(message);
        this.asked = asked;
    }

    /** How long the server asks to wait. */
    Optional<Duration> asked() {
        return asked;
    }
}
