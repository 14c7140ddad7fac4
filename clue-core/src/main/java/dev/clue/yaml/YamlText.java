package dev.clue.yaml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.comments.CommentType;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.scanner.ScannerImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.tokens.CommentToken;
import org.snakeyaml.engine.v2.tokens.Token;

/** The text of a YAML file, which knows where its nodes and comments stand. */
public final class YamlText {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String text;
    private final int[] lineStarts;
    /** By code point; empty where each is one code unit. */
    private final int[] offsets;

    /** @param text a byte order mark at its beginning does not count as text */
    public YamlText(String text) {
        this.text = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        this.lineStarts = lineStarts(this.text);
        this.offsets = offsets(this.text);
    }

    /** The text. */
    public String text() {
        return text;
    }

    /**
     * The root of the document; empty where there is none.
     *
     * @throws YamlEngineException if it is not YAML
     */
    public Optional<Node> root() {
        return new Compose(settings(false)).composeString(text);
    }

    /** Where a node of this text stands. A block collection ends where the next token begins. */
    public Span span(Node node) {
        return span(
                node.getStartMark().map(this::offset).orElse(0),
                node.getEndMark().map(this::offset).orElse(0));
    }

    /** The stretch between two places, in UTF-16 code units from 0. */
    public Span span(int start, int end) {
        int line = lineOf(start);
        int endLine = lineOf(end);
        return new Span(start, end, line + 1, columnOf(line, start), endLine + 1, columnOf(endLine, end));
    }

    /** The text of a stretch. */
    public String text(Span span) {
        return text.substring(span.start(), span.end());
    }

    /** A line's text without its end. */
    public String line(int number) {
        int start = lineStarts[number - 1];
        int end = number < lineStarts.length ? lineStarts[number] : text.length();
        return text.substring(start, end).stripTrailing();
    }

    /** How many lines there are. */
    public int lines() {
        return lineStarts.length;
    }

    /**
     * The comments in the order of the file; none where the text is not YAML.
     *
     * @return what follows the {@code #}, and where the comment stands
     */
    public List<Comment> comments() {
        List<Comment> comments = new ArrayList<>();
        LoadSettings settings = settings(true);
        try {
            ScannerImpl scanner = new ScannerImpl(settings, new StreamReader(settings, text));
            while (scanner.hasNext()) {
                Token token = scanner.next();
                if (token instanceof CommentToken comment && comment.getCommentType() != CommentType.BLANK_LINE) {
                    int start = comment.getStartMark().map(this::offset).orElse(0);
                    comments.add(new Comment(comment.getValue().strip(), span(start, endOfLine(start))));
                }
            }
        } catch (YamlEngineException e) {
            return List.of();
        }
        return List.copyOf(comments);
    }

    /** The end of the line that a place is in, before its line break. */
    public int endOfLine(int offset) {
        int end = offset;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /**
     * A comment.
     *
     * @param text what follows the {@code #}, without white space around it
     * @param span from the {@code #} to the end of the line
     */
    public record Comment(String text, Span span) {}

    private static LoadSettings settings(boolean comments) {
        return LoadSettings.builder()
                .setUseMarks(true)
                .setParseComments(comments)
                .setAllowDuplicateKeys(true)
                .setMaxAliasesForCollections(0)
                .build();
    }

    private int offset(Mark mark) {
        int codePoint = mark.getIndex();
        return offsets.length == 0 ? Math.min(codePoint, text.length()) : offsets[codePoint];
    }

    private int lineOf(int offset) {
        int found = Arrays.binarySearch(lineStarts, offset);
        return found >= 0 ? found : -found - 2;
    }

    private int columnOf(int line, int offset) {
        return 1 + codePointsBefore(offset) - codePointsBefore(lineStarts[line]);
    }

    /** Looked up, not counted: a file may be one line, in which every place would be counted from its beginning. */
    private int codePointsBefore(int offset) {
        if (offsets.length == 0) {
            return offset;
        }
        int found = Arrays.binarySearch(offsets, offset);
        return found >= 0 ? found : -found - 1;
    }

    private static int[] lineStarts(String text) {
        List<Integer> starts = new ArrayList<>(List.of(0));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean ends = c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
            if (ends) {
                starts.add(i + 1);
            }
        }
        return starts.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int[] offsets(String text) {
        int count = text.codePointCount(0, text.length());
        if (count == text.length()) {
            return new int[0];
        }
        int[] offsets = new int[count + 1];
        int offset = 0;
        for (int i = 0; i < count; i++) {
            offsets[i] = offset;
            offset += Character.charCount(text.codePointAt(offset));
        }
        offsets[count] = text.length();
        return offsets;
    }
}
