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

    private PathList() {}

    /**
     * Reads to the end. Empty entries are ignored.
     *
     * @throws ConfigurationException if the stream cannot be read or is not UTF-8
     */
    static List<String> read(InputStream in, Separator separator) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(in.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException("standard input is not UTF-8: a list of paths is expected there", e);
        } catch (IOException e) {
            throw new ConfigurationException("standard input cannot be read: " + e.getMessage(), e);
        }
        List<String> paths = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf(separator.character, from);
            end = end < 0 ? text.length() : end;
            String path = text.substring(from, end);
            if (separator == Separator.LINE_FEED && path.endsWith("\r")) {
                path = path.substring(0, path.length() - 1);
            }
            if (!path.isEmpty()) {
                paths.add(path);
            }
            from = end + 1;
        }
        return paths;
    }
}
