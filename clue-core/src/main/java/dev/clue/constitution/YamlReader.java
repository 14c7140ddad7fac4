package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Entry;
import dev.clue.constitution.YamlNode.Mapping;
import dev.clue.constitution.YamlNode.Place;
import dev.clue.constitution.YamlNode.Reported;
import dev.clue.constitution.YamlNode.Scalar;
import dev.clue.constitution.YamlNode.ScalarType;
import dev.clue.constitution.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Builds a {@link YamlNode} tree from YAML events. Anchors, aliases and tags are refused: an alias can blow a small
 * file up to gigabytes, and none of them says anything that a policy needs.
 */
final class YamlReader {

    /** The formats need eight levels. */
    static final int DEEPEST = 16;

    private static final ScalarResolver RESOLVER = new CoreSchema().getScalarResolver();

    private final String text;
    private final Findings findings;
    private final FileKind kind;
    private final Iterator<Event> events;

    private YamlReader(String text, Findings findings, FileKind kind) {
        this.text = text;
        this.findings = findings;
        this.kind = kind;
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setSchema(new CoreSchema())
                .setCodePointLimit(kind.maxBytes())
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /** The document's root, or nothing where the text is not YAML or has no content; the findings say why. */
    static Optional<YamlNode> read(String text, Findings findings, FileKind kind) {
        return new YamlReader(text, findings, kind).document();
    }

    private Optional<YamlNode> document() {
        try {
            YamlNode root = null;
            boolean second = false;
            while (events.hasNext() && !second) {
                Event event = events.next();
                if (event instanceof DocumentStartEvent) {
                    second = root != null;
                    if (second) {
                        findings.add(
                                place(event),
                                null,
                                "a second YAML document starts here; one file holds one document: remove the '---' line"
                                        + " or split the file");
                    }
                } else if (event instanceof NodeEvent) {
                    root = node(event, 1);
                }
            }
            if (root == null) {
                findings.add(Place.START, null, kind.empty());
            }
            return Optional.ofNullable(root);
        } catch (TooDeepException e) {
            findings.add(
                    e.place, null, "nested deeper than " + DEEPEST + " levels; a policy needs eight: flatten this");
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
            findings.add(mark.map(YamlReader::place).orElse(Place.START), null, explain(e));
        } catch (ReaderException e) {
            findings.add(
                    placeOfCharacter(e.getPosition()),
                    null,
                    String.format("the character U+%04X is not allowed in YAML: remove it", e.getCodePoint()));
        } catch (YamlEngineException e) {
            findings.add(Place.START, null, "not valid YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    private YamlNode node(Event event, int depth) {
        Place place = place(event);
        if (event instanceof AliasEvent alias) {
            findings.add(
                    place,
                    null,
                    "alias *" + alias.getAlias()
                            + " is refused (an alias can expand without bound): write the value out");
            return new Reported(place);
        }
        if (depth > DEEPEST && event instanceof CollectionStartEvent) {
            throw new TooDeepException(place);
        }
        if (event instanceof NodeEvent node) {
            node.getAnchor()
                    .ifPresent(anchor -> findings.add(
                            place,
                            null,
                            "anchor &" + anchor + " is refused, as are the aliases that it is for: remove it"));
        }
        YamlNode read = switch (event) {
            case ScalarEvent scalar -> new Scalar(place, scalar.getValue(), type(scalar));
            case SequenceStartEvent start -> sequence(place, depth);
            case CollectionStartEvent start -> mapping(place, depth);
            default -> throw new IllegalStateException("unexpected YAML event " + event);
        };
        String tag = tag(event);
        if (tag != null) {
            findings.add(place, null, "tag " + tag + " is refused: remove it; quote a value that should be text");
            return new Reported(place);
        }
        return read;
    }

    private Sequence sequence(Place place, int depth) {
        List<YamlNode> items = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.SequenceEnd) {
            items.add(node(event, depth + 1));
            event = events.next();
        }
        return new Sequence(place, List.copyOf(items));
    }

    private Mapping mapping(Place place, int depth) {
        List<Entry> entries = new ArrayList<>();
        Event event = events.next();
        while (event.getEventId() != Event.ID.MappingEnd) {
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (key instanceof Scalar scalar) {
                entries.add(new Entry(scalar, value));
            } else if (!(key instanceof Reported)) {
                findings.add(key.place(), null, "a key must be a word, not " + key.kind());
            }
            event = events.next();
        }
        return new Mapping(place, List.copyOf(entries));
    }

    private static @Nullable String tag(Event event) {
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent start -> start.getTag();
            default -> Optional.empty();
        };
        return tag.orElse(null);
    }

    private static ScalarType type(ScalarEvent scalar) {
        Tag tag = RESOLVER.resolve(scalar.getValue(), scalar.isPlain());
        if (!scalar.isPlain() || tag.equals(Tag.STR)) {
            return ScalarType.TEXT;
        }
        if (tag.equals(Tag.INT)) {
            return ScalarType.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return ScalarType.FLOAT;
        }
        if (tag.equals(Tag.BOOL)) {
            return ScalarType.BOOLEAN;
        }
        return tag.equals(Tag.NULL) ? ScalarType.NULL : ScalarType.TEXT;
    }

    private static String explain(MarkedYamlEngineException e) {
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("\\t(TAB)") || problem.contains("'\t'")) {
            return "a tab stands where YAML wants spaces: indent with spaces only";
        }
        String context = e.getContext();
        String where = context == null || context.isBlank() ? "" : " (" + context.strip() + ")";
        String advice = problem.contains("mapping values are not allowed")
                ? "; put a text that contains ': ' in quotes, and indent the keys of one entry alike"
                : "; check the quotes, brackets and indentation here";
        return "not valid YAML: " + problem.strip() + where + advice;
    }

    private Place placeOfCharacter(int codePoints) {
        int end = text.offsetByCodePoints(0, Math.min(codePoints, text.codePointCount(0, text.length())));
        return placeAfter(text.substring(0, end));
    }

    /** The place of the character that follows the given beginning of a text. */
    static Place placeAfter(String before) {
        int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
        int lineStart = before.lastIndexOf('\n') + 1;
        return new Place(line, 1 + before.codePointCount(lineStart, before.length()));
    }

    private static Place place(Event event) {
        return event.getStartMark().map(YamlReader::place).orElse(Place.START);
    }

    private static Place place(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static final class TooDeepException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient Place place;

        TooDeepException(Place place) {
            super(null, null, false, false);
            this.place = place;
        }
    }
}
