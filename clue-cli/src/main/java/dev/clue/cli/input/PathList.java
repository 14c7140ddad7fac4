package dev.clue.cli.input;

import dev.clue.error.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A list of paths in a stream, as {@code find} writes it. */
public final class PathList {

    /** What ends a path. */
    public enum Separator {
        /** {@code find -print}: one path a line; a carriage return before the line feed is ignored. */
        LINE_FEED('\n'),
        /** {@code find -print0}: the only way for paths that contain line feeds. */
        NUL('\0');

        private final char character;

        Separator(char character) {
            this.character = character;
        }
    }

    private static final int LONGEST_PATH = 1 << 15; // Windows; elsewhere it is less
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private PathList() {}

    /**
     * Reads to the end. Empty entries are ignored, and a byte order mark at the start.
     *
     * @throws ConfigurationException if the stream cannot be read, is not UTF-8, or has an entry that no path can be
     */
    static List<String> read(InputStream in, Separator separator) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    "standard input is not UTF-8: a list of paths is expected there, in UTF-8", e);
        } catch (IOException e) {
            throw new ConfigurationException(
                    "standard input cannot be read: " + e.getMessage() + ": a list of paths is expected there", e);
        }
        List<String> paths = new ArrayList<>();
        int start = text.startsWith(String.valueOf(BYTE_ORDER_MARK)) ? 1 : 0;
        for (int from = start; from < text.length(); ) {
            int end = text.indexOf(separator.character, from);
            end = end < 0 ? text.length() : end;
            String path = text.substring(from, end);
            if (separator == Separator.LINE_FEED && path.endsWith("\r")) {
                path = path.substring(0, path.length() - 1);
            }
            if (path.length() > LONGEST_PATH) {
                throw new ConfigurationException("standard input: no path is as long as the one that begins with "
                        + path.substring(0, 60) + "… (" + path.length() + " characters): "
                        + (separator == Separator.NUL
                                ? "with -0, paths end with NUL"
                                : "paths end with a line feed, or with -0 with NUL"));
            }
            if (!path.isEmpty()) {
                paths.add(path);
            }
            from = end + 1;
        }
        return paths;
    }
}
