package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.Block;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.LinkReferenceDefinition;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.SourceSpan;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rules in a Markdown text.
 *
 * @param title the first heading of level 1, or null
 * @param rules in the order of the text
 */
record MarkdownRules(@Nullable String title, List<Found> rules) {

    /** Quotes and lists inside each other; what is deeper is read as text. */
    private static final int DEEPEST = 100;

    /** Settings that many programs put before a Markdown text. */
    private static final Pattern FRONT_MATTER = Pattern.compile("\\A---\\h*\\R(?s:.*?)\\R(---|\\.\\.\\.)\\h*(\\R|\\z)");

    private static final Pattern CHECK_BOX = Pattern.compile("^\\[[ xX]]\\s+");

    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .maxOpenBlockParsers(DEEPEST)
            .build();
    private static final String ID_MARK = "{#";
    private static final Pattern ID = Pattern.compile("([^}]*)}");
    private static final Pattern BEFORE_TEXT = Pattern.compile("^[\\s:.–—-]+");

    /**
     * A rule as it stands in the text.
     *
     * @param id the id that its author gave it with <code>{#id}</code>, or null
     * @param name what the author calls it: a heading, or a beginning in bold; null where there is neither
     * @param section the heading above it, or null
     * @param text in one line
     */
    record Found(
            Place place,
            @Nullable String id,
            @Nullable String name,
            @Nullable String section,
            String text) {}

    static MarkdownRules read(String markdown, Findings notes) {
        Reader reader = new Reader(notes);
        for (Node node = PARSER.parse(withoutFrontMatter(markdown)).getFirstChild();
                node != null;
                node = node.getNext()) {
            reader.accept(node);
        }
        reader.endSection();
        return new MarkdownRules(reader.title, List.copyOf(reader.rules));
    }

    /** With empty lines in its place, so that all else is where it was. */
    private static String withoutFrontMatter(String markdown) {
        Matcher front = FRONT_MATTER.matcher(markdown);
        return front.find()
                ? "\n".repeat(Math.toIntExact(front.group().lines().count())) + markdown.substring(front.end())
                : markdown;
    }

    /** A text with the mark of its id taken off. */
    private record Marked(String text, @Nullable String id) {

        static Marked of(String text) {
            String stripped = text.stripTrailing();
            int start = stripped.lastIndexOf(ID_MARK);
            if (start >= 0) {
                Matcher mark = ID.matcher(stripped).region(start + ID_MARK.length(), stripped.length());
                if (mark.matches()) {
                    return new Marked(stripped.substring(0, start).stripTrailing(), mark.group(1));
                }
            }
            return new Marked(text, null);
        }
    }

    private static final class Reader {

        private final Findings notes;
        private final List<Found> rules = new ArrayList<>();
        private @Nullable String title;
        private @Nullable Heading heading;
        private boolean headingIsOver;
        private boolean hasList;
        private final List<Node> paragraphs = new ArrayList<>();

        Reader(Findings notes) {
            this.notes = notes;
        }

        void accept(Node node) {
            switch (node) {
                case Heading next -> {
                    // A heading directly above one of a lower level is a group, not a rule.
                    if (heading != null && paragraphs.isEmpty() && next.getLevel() > heading.getLevel()) {
                        headingIsOver = true;
                    }
                    endSection();
                    heading = next;
                    headingIsOver = false;
                    hasList = false;
                    if (next.getLevel() == 1 && title == null) {
                        title = Marked.of(text(next)).text();
                        headingIsOver = true;
                    }
                }
                case Paragraph table
                when text(table).startsWith("|") ->
                    notes.add(
                            place(table),
                            null,
                            "this table is not read as rules: make each rule of it an item of a list");
                case Paragraph paragraph -> paragraphs.add(paragraph);
                case BulletList list -> items(list);
                case OrderedList list -> items(list);
                case ThematicBreak line -> {}
                case LinkReferenceDefinition link -> {}
                default ->
                    notes.add(place(node), null, "this is not read as a rule: make it an item of a list if it is one");
            }
        }

        /** A section without a list is a rule by itself. */
        void endSection() {
            Heading over = heading;
            if (over != null && !headingIsOver) {
                Marked marked = Marked.of(text(over));
                String body = paragraphs.isEmpty() ? marked.text() : texts(paragraphs);
                add(over, marked.id(), marked.text(), null, body);
            } else if (hasList || (over != null && over.getLevel() > 1)) {
                paragraphs.forEach(this::notARule);
            }
            paragraphs.clear();
            headingIsOver = true;
        }

        private void items(ListBlock list) {
            String lead = "";
            if (!paragraphs.isEmpty() && text(paragraphs.getLast()).endsWith(":")) {
                lead = text(paragraphs.removeLast()) + " ";
            }
            boolean introduces = !hasList && (heading == null || heading.getLevel() == 1);
            if (!introduces) {
                paragraphs.forEach(this::notARule);
            }
            paragraphs.clear();
            hasList = true;
            headingIsOver = true;
            for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
                if (item instanceof ListItem) {
                    item(item, lead);
                }
            }
        }

        private void item(Node item, String lead) {
            String name = null;
            Node first = item.getFirstChild();
            if (first instanceof Paragraph && first.getFirstChild() instanceof StrongEmphasis bold) {
                String bolded = text(bold).strip();
                String rest = text(first).substring(text(bold).length());
                String stripped = BEFORE_TEXT.matcher(rest).replaceFirst("");
                boolean separated = !bolded.equals(withoutEnd(bolded))
                        || !rest.stripLeading().equals(stripped);
                if (separated && !stripped.isBlank()) {
                    name = withoutEnd(bolded);
                    bold.unlink();
                }
            }
            List<Node> blocks = new ArrayList<>();
            for (Node block = first; block != null; block = block.getNext()) {
                blocks.add(block);
            }
            String body = BEFORE_TEXT.matcher(texts(blocks)).replaceFirst("");
            Marked marked = Marked.of(CHECK_BOX.matcher(body).replaceFirst(""));
            add(item, marked.id(), name, heading == null ? null : text(heading), lead + marked.text());
        }

        private void add(Node node, @Nullable String id, @Nullable String name, @Nullable String section, String text) {
            rules.add(new Found(place(node), id, name, section, PlainText.oneLine(text)));
        }

        private void notARule(Node paragraph) {
            notes.add(
                    place(paragraph),
                    null,
                    "this paragraph is not read as a rule, because the rules here are items of a list: make it an item"
                            + " if it is one");
        }

        /** Without colons and full stops at its end. */
        private static String withoutEnd(String name) {
            int end = name.length();
            while (end > 0 && (name.charAt(end - 1) == ':' || name.charAt(end - 1) == '.')) {
                end--;
            }
            return name.substring(0, end);
        }

        private static String texts(List<Node> blocks) {
            StringBuilder all = new StringBuilder();
            for (Node block : blocks) {
                String text = block instanceof ListBlock list ? itemsInside(list) : text(block);
                if (!text.isBlank()) {
                    all.append(all.isEmpty() ? "" : " ").append(text.strip());
                }
            }
            return all.toString();
        }

        private static String itemsInside(ListBlock list) {
            List<String> items = new ArrayList<>();
            for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
                items.add(text(item).strip());
            }
            return String.join("; ", items);
        }

        private static Place place(Node node) {
            List<SourceSpan> spans = node.getSourceSpans();
            return spans.isEmpty()
                    ? Place.START
                    : new Place(
                            spans.getFirst().getLineIndex() + 1,
                            spans.getFirst().getColumnIndex() + 1);
        }
    }

    /** The words of a node without its marks. Not recursive, because marks may be nested as deep as a text is long. */
    private static String text(Node root) {
        StringBuilder all = new StringBuilder();
        Node node = root;
        while (node != null) {
            append(all, node);
            Node next = node.getFirstChild();
            while (next == null && node != null && !node.equals(root)) {
                if (node instanceof Block) {
                    all.append(' ');
                }
                next = node.getNext();
                node = next == null ? node.getParent() : node;
            }
            node = next;
        }
        return all.toString();
    }

    private static void append(StringBuilder all, Node node) {
        switch (node) {
            case Text text -> all.append(text.getLiteral());
            case Code code -> all.append(code.getLiteral());
            case SoftLineBreak soft -> all.append(' ');
            case HardLineBreak hard -> all.append(' ');
            default -> {}
        }
    }
}
