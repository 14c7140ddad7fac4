package dev.clue.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Text broken into lines at spaces. */
public final class Wrapped {

    private static final int NARROWEST = 20;

    private Wrapped() {}

    /** The lines, none longer than so many columns unless a word is. */
    public static List<String> lines(String text, int columns) {
        int width = Math.max(columns, NARROWEST);
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
