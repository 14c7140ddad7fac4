package dev.clue.cli.output;

import java.io.IOException;
import java.util.regex.Pattern;

/** A result could not be written: disk full, reader gone. The message says what was kept and what to do. */
public final class OutputException extends IOException {

    private static final long serialVersionUID = 1L;

    /** What POSIX systems and Windows say. */
    private static final Pattern READER_GONE = Pattern.compile("Broken pipe|The pipe ");

    /** @param message what could not be written, why, what was kept, and what to do next */
    public OutputException(String message, IOException cause) {
        super(message, cause);
    }

    /** Whether whoever read a pipe has gone, as {@code head} does when it has seen enough: no mistake of anybody. */
    public boolean readerGone() {
        return getCause() != null
                && READER_GONE.matcher(String.valueOf(getCause().getMessage())).lookingAt();
    }
}
