package dev.clue.eval.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The lines of a UTF-8 file, one by one. A line that is too long or not UTF-8 becomes a problem and is left out. */
final class Lines implements Closeable {

    /** A line of more bytes is not held in memory. */
    static final int LONGEST = 8 << 20;

    private static final int LINE_FEED = '\n';
    private static final int CARRIAGE_RETURN = '\r';
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final int FIRST_BYTES = 4;
    private static final String ADVICE = "save the file as UTF-8 with line feeds (LF or CRLF)";

    private final InputStream in;
    private final String name;
    private final Problems problems;
    private long number;

    private Lines(InputStream in, String name, Problems problems) {
        this.in = in;
        this.name = name;
        this.problems = problems;
    }

    /**
     * A line.
     *
     * @param number from 1
     * @param text without its line break
     */
    record Line(long number, String text) {}

    /**
     * Opens a file; {@code name} is what problems call it.
     *
     * @throws TableException if it is UTF-16 or UTF-32
     */
    static Lines of(Path file, String name, Problems problems) throws IOException, TableException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(FIRST_BYTES);
            byte[] first = in.readNBytes(FIRST_BYTES);
            in.reset();
            if (hasWideCharacters(first)) {
                throw new TableException("the file is not UTF-8, but UTF-16 or UTF-32", ADVICE);
            }
            return new Lines(in, name, problems);
        } catch (IOException | TableException e) {
            in.close();
            throw e;
        }
    }

    /** By the byte order mark, or else by the zero that every second byte of Latin letters is. */
    private static boolean hasWideCharacters(byte[] first) {
        boolean zero = false;
        for (byte b : first) {
            zero |= b == 0;
        }
        return zero
                || (first.length > 1
                        && ((first[0] == (byte) 0xFE && first[1] == (byte) 0xFF)
                                || (first[0] == (byte) 0xFF && first[1] == (byte) 0xFE)));
    }

    /** Makes a problem of a line that cannot be read because a carriage return alone was meant to end it. */
    static void carriageReturnInside(String where, Problems problems) {
        problems.add(
                where, "the line goes on after a carriage return (CR), which ends no line, and is left out", ADVICE);
    }

    /** The next line that is one; nothing at the end of the file. */
    Optional<Line> next() throws IOException {
        for (int first = in.read(); first >= 0; first = in.read()) {
            Optional<Line> line = rest(first);
            if (line.isPresent()) {
                return line;
            }
        }
        return Optional.empty();
    }

    private Optional<Line> rest(int first) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean tooLong = false;
        for (int b = first; b >= 0 && b != LINE_FEED; b = in.read()) {
            tooLong |= bytes.size() == LONGEST;
            if (!tooLong) {
                bytes.write(b);
            }
        }
        number++;
        if (tooLong && bytes.toString(StandardCharsets.UTF_8).indexOf(CARRIAGE_RETURN) >= 0) {
            carriageReturnInside(name + ":" + number, problems);
            return Optional.empty();
        }
        if (tooLong) {
            problem(
                    "the line is longer than " + (LONGEST >> 20) + " MiB and is left out",
                    "keep images in files, or in Parquet");
            return Optional.empty();
        }
        return decode(bytes.toByteArray());
    }

    private Optional<Line> decode(byte[] bytes) {
        int length = bytes.length > 0 && bytes[bytes.length - 1] == CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
            boolean marked = number == 1 && text.startsWith(BYTE_ORDER_MARK);
            return Optional.of(new Line(number, marked ? text.substring(1) : text));
        } catch (CharacterCodingException e) {
            problem("the line is not UTF-8 and is left out", "save the file as UTF-8");
            return Optional.empty();
        }
    }

    private void problem(String what, String advice) {
        problems.add(name + ":" + number, what, advice);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
