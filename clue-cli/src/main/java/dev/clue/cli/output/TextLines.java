package dev.clue.cli.output;

import dev.clue.cli.terminal.Paint;
import dev.clue.cli.terminal.Terminal;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** For people: a line an image, on demand with the evidence below it, and a summary at the end. */
public final class TextLines implements VerdictSink {

    private static final int PATH_COLUMN = 17;
    private static final String INDENT = " ".repeat(PATH_COLUMN);
    private static final String ELLIPSIS = "…";
    private static final int ERROR_LINES = 8; // what to do comes last, and must be seen at 80 columns

    private final Destination destination;
    private final Terminal terminal;
    private final Evidence evidence;

    /** Writes the evidence of a verdict. */
    @FunctionalInterface
    public interface Evidence {

        /** No evidence. */
        Evidence NONE = verdict -> List.of();

        /** The lines that follow the line of the image. */
        List<String> lines(ImageVerdict verdict);
    }

    /** Writes to the destination and closes it. */
    public TextLines(Destination destination, Terminal terminal, Evidence evidence) {
        this.destination = destination;
        this.terminal = terminal;
        this.evidence = evidence;
    }

    @Override
    public void accept(ImageVerdict verdict) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append(heading(verdict)).append('\n');
        List<String> lines = evidence.lines(verdict);
        if (lines.isEmpty()) {
            reasons(verdict, text);
        } else {
            lines.forEach(line -> text.append(line).append('\n'));
        }
        write(text.toString());
    }

    @Override
    public void finish(Run run) throws IOException {
        write("\n" + Summary.line(run) + "\n");
        destination.publish();
    }

    @Override
    public void close() throws IOException {
        destination.close();
    }

    private String heading(ImageVerdict verdict) {
        String word = String.format(Locale.ROOT, "%-9s", verdict.outcome().name());
        String score = String.format(Locale.ROOT, "%4.2f", verdict.score());
        String path = Printable.text(verdict.image().uri());
        if (terminal.interactive()) {
            path = shortened(path, terminal.width() - PATH_COLUMN);
        }
        return paint(verdict.outcome()).on(terminal, word) + "  " + score + "  " + path;
    }

    private void reasons(ImageVerdict verdict, StringBuilder text) {
        String violated = named(verdict, RuleVerdict.Outcome.VIOLATED);
        if (!violated.isEmpty()) {
            text.append(INDENT).append(violated).append('\n');
        }
        if (verdict.error() != null) {
            String message = verdict.error().kind() + ": "
                    + Printable.text(verdict.error().message());
            List<String> lines = Wrapped.lines(message, terminal.width() - PATH_COLUMN - ELLIPSIS.length());
            for (int i = 0; i < Math.min(lines.size(), ERROR_LINES); i++) {
                boolean cut = i == ERROR_LINES - 1 && lines.size() > ERROR_LINES;
                String line = lines.get(i) + (cut ? ELLIPSIS : "");
                text.append(INDENT).append(Paint.FAINT.on(terminal, line)).append('\n');
            }
        }
    }

    private static String named(ImageVerdict verdict, RuleVerdict.Outcome outcome) {
        StringBuilder names = new StringBuilder();
        for (RuleVerdict rule : verdict.rules()) {
            if (rule.outcome() == outcome) {
                names.append(names.isEmpty() ? "" : ", ")
                        .append(rule.id())
                        .append(String.format(Locale.ROOT, " %.2f", rule.score()));
            }
        }
        return names.toString();
    }

    private static Paint paint(ImageVerdict.Outcome outcome) {
        return switch (outcome) {
            case SAFE -> Paint.GREEN;
            case UNSAFE -> Paint.RED;
            case UNDECIDED -> Paint.YELLOW;
        };
    }

    /** Keeps the end, which tells images apart. */
    private static String shortened(String path, int columns) {
        if (path.length() <= columns || columns < 2) {
            return path;
        }
        return ELLIPSIS + path.substring(path.length() - columns + 1);
    }

    private void write(String text) throws IOException {
        destination.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
