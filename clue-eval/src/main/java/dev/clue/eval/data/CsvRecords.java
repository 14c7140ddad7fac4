package dev.clue.eval.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The records of a CSV file (RFC 4180), one by one, each by itself: a record that is broken does not take the rest of
 * the file with it.
 */
final class CsvRecords implements Closeable {

    /** A quoted cell that goes on for more lines is taken for a quote that was never closed. */
    static final int MOST_LINES = 1000;

    private static final char QUOTE = '"';
    private static final char[] SEPARATORS = {',', ';', '\t'};

    private final Lines lines;
    private final String name;
    private final Problems problems;
    private final Deque<Lines.Line> putBack = new ArrayDeque<>();
    private char separator;

    private CsvRecords(Lines lines, String name, Problems problems) {
        this.lines = lines;
        this.name = name;
        this.problems = problems;
    }

    /**
     * A record.
     *
     * @param number line on which it begins, from 1
     * @param cells their texts
     */
    record CsvRecord(long number, List<String> cells) {}

    static CsvRecords of(Path file, String name, Problems problems) throws IOException, TableException {
        return new CsvRecords(Lines.of(file, name, problems), name, problems);
    }

    /** The next record that can be read; nothing at the end of the file. Empty lines are no records. */
    Optional<CsvRecord> next() throws IOException {
        for (Optional<Lines.Line> line = nextLine(); line.isPresent(); line = nextLine()) {
            Optional<String> text = line.get().text().isBlank() ? Optional.empty() : whole(line.get());
            Optional<CsvRecord> found = parse(line.get().number(), text);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Lines.Line> nextLine() throws IOException {
        return putBack.isEmpty() ? lines.next() : Optional.of(putBack.removeFirst());
    }

    /** The record that begins on the line, with the lines that its quoted cells go on for. */
    private Optional<String> whole(Lines.Line first) throws IOException {
        StringBuilder text = new StringBuilder(first.text());
        boolean open = hasOpenQuote(first.text());
        List<Lines.Line> more = new ArrayList<>();
        while (open) {
            Optional<Lines.Line> next =
                    more.size() == MOST_LINES || text.length() > Lines.LONGEST ? Optional.empty() : nextLine();
            if (next.isEmpty()) {
                for (int i = more.size() - 1; i >= 0; i--) {
                    putBack.addFirst(more.get(i));
                }
                problems.add(
                        name + ":" + first.number(),
                        "a quote is opened and not closed, and the line is left out",
                        "close the quote, and write a quote inside of quotes twice");
                return Optional.empty();
            }
            more.add(next.get());
            text.append('\n').append(next.get().text());
            open ^= hasOpenQuote(next.get().text());
        }
        return Optional.of(text.toString());
    }

    private static boolean hasOpenQuote(String text) {
        return text.chars().filter(c -> c == QUOTE).count() % 2 == 1;
    }

    /** What follows it would be taken for another record, and be lost. */
    private static boolean hasReturnOutsideOfQuotes(String text) {
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            quoted ^= text.charAt(i) == QUOTE;
            if (!quoted && text.charAt(i) == '\r') {
                return true;
            }
        }
        return false;
    }

    private Optional<CsvRecord> parse(long number, Optional<String> text) throws IOException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (hasReturnOutsideOfQuotes(text.get())) {
            Lines.carriageReturnInside(name + ":" + number, problems);
            return Optional.empty();
        }
        if (separator == 0) {
            separator = separator(text.get());
        }
        ObjectReader reader = Csv.READER.with(CsvSchema.emptySchema().withColumnSeparator(separator));
        try {
            List<String> cells = reader.readValue(text.get());
            return Optional.of(new CsvRecord(number, cells));
        } catch (JsonProcessingException e) {
            problems.add(
                    name + ":" + number,
                    "the line is no CSV and is left out (" + e.getOriginalMessage() + ")",
                    "mend the line");
            return Optional.empty();
        }
    }

    /** What the first record uses most; a comma where it uses none. */
    private static char separator(String header) {
        char most = SEPARATORS[0];
        for (char candidate : SEPARATORS) {
            if (count(header, candidate) > count(header, most)) {
                most = candidate;
            }
        }
        return most;
    }

    private static long count(String text, char c) {
        return text.chars().filter(each -> each == c).count();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }

    /** Made once: mappers are costly. */
    private static final class Csv {
        static final ObjectReader READER = new CsvMapper().readerForListOf(String.class);

        private Csv() {}
    }
}
