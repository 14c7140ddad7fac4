package dev.clue.cli.output;

import dev.clue.eval.report.Shortened;
import java.io.PrintStream;
import java.util.List;

/**
 * What people should know about a run, a line each on standard error.
 *
 * @param err standard error
 */
public record Warnings(PrintStream err) {

    private static final String PREFIX = "clue: ";
    private static final int MOST = 20;
    private static final int LONGEST = 600;

    /** One of them. */
    public void say(String message) {
        err.println(PREFIX + Shortened.middle(Printable.text(message), LONGEST));
    }

    /**
     * Several of a kind: the first, and how many more there are.
     *
     * @param rest where all of them are, as the end of a sentence, such as {@code all are in out/report.json}
     */
    public void sayEach(List<?> messages, String rest) {
        messages.stream().limit(MOST).forEach(message -> say(message.toString()));
        if (messages.size() > MOST) {
            say("and " + (messages.size() - MOST) + " more: " + rest);
        }
    }
}
