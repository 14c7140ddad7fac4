package dev.clue.cli.terminal;

/** Colours and signs for a terminal; plain text where no colours are wanted. */
public enum Paint {
    /** Bad news. */
    RED("31"),
    /** Good news. */
    GREEN("32"),
    /** Open questions. */
    YELLOW("33"),
    /** What must be seen first. */
    BOLD("1"),
    /** What may be overlooked. */
    FAINT("2");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    /** The text in this colour, if the terminal wants colours. */
    public String on(Terminal terminal, String text) {
        return terminal.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
