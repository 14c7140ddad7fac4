package dev.clue.lint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of words and phrases with advice: a resource file of this package. A line is a regular expression, in which a
 * space stands for white space and every word is a whole one, then perhaps {@code  -> } and what to write instead.
 */
final class Lexicon {

    private static final String ARROW = " -> ";
    private static final String COMMENT = "#";

    private final List<Entry> entries;

    private Lexicon(List<Entry> entries) {
        this.entries = entries;
    }

    private record Entry(Pattern pattern, String advice) {}

    /**
     * Words that were found.
     *
     * @param start where they begin in the text
     * @param end where they have ended
     * @param advice what to write instead
     */
    record Hit(int start, int end, String advice) {}

    /** @param advice where a line has none */
    static Lexicon read(String resource, String advice) {
        List<Entry> entries = new ArrayList<>();
        try (InputStream in = Lexicon.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the word list " + resource + " is missing");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank() && !line.startsWith(COMMENT)) {
                    int arrow = line.indexOf(ARROW);
                    String words =
                            arrow < 0 ? line.strip() : line.substring(0, arrow).strip();
                    entries.add(new Entry(
                            wholeWords(words),
                            arrow < 0
                                    ? advice
                                    : line.substring(arrow + ARROW.length()).strip()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Lexicon(List.copyOf(entries));
    }

    static Pattern wholeWords(String words) {
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}'’-])(?:" + words.replace(" ", "\\s+") + ")(?![\\p{L}\\p{N}])",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** What is found in a text, in its order; of words that overlap the longest. */
    List<Hit> hits(String text) {
        List<Hit> all = new ArrayList<>();
        for (Entry entry : entries) {
            Matcher found = entry.pattern().matcher(text);
            while (found.find()) {
                all.add(new Hit(found.start(), found.end(), entry.advice()));
            }
        }
        all.sort(Comparator.comparingInt((Hit hit) -> hit.start() - hit.end()).thenComparingInt(Hit::start));
        List<Hit> longest = new ArrayList<>();
        for (Hit hit : all) {
            if (longest.stream().noneMatch(other -> hit.start() < other.end() && other.start() < hit.end())) {
                longest.add(hit);
            }
        }
        longest.sort(Comparator.comparingInt(Hit::start));
        return longest;
    }
}
