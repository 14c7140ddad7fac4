package dev.clue.eval.plot;

/** This Java finds no font, so nothing can be plotted; numbers can still be shown as tables. */
public final class FontsMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FontsMissingException(Throwable cause) {
        super(
                "no plots: Java finds no fonts on this machine (" + cause + "). Install fontconfig and a font, such as"
                        + " the Debian packages fontconfig and fonts-dejavu-core, and run again",
                cause);
    }
}
