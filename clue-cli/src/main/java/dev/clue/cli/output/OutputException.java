package dev.clue.cli.output;

import java.io.IOException;

/** A result could not be written: disk full, reader gone. The message says what was kept and what to do. */
public final class OutputException extends IOException {

    private static final long serialVersionUID = 1L;

    OutputException(String message, IOException cause) {
        super(message, cause);
    }
}
