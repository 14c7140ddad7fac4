package dev.clue.constitution;

import dev.clue.constitution.YamlNode.Entry;
import dev.clue.constitution.YamlNode.Mapping;
import dev.clue.constitution.YamlNode.Place;
import dev.clue.constitution.YamlNode.Reported;
import dev.clue.constitution.YamlNode.Scalar;
import dev.clue.constitution.YamlNode.ScalarType;
import dev.clue.constitution.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a mapping by name and type. Whatever is wrong becomes a finding, and the asker gets nothing: it goes
 * on and so finds the other mistakes as well.
 */
final class YamlFields {

    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+");
    private static final int LONGEST_QUOTE = 40;

    private final Place place;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Findings findings;
    private final @Nullable String ruleId;

    private YamlFields(Place place, Findings findings, @Nullable String ruleId) {
        this.place = place;
        this.findings = findings;
        this.ruleId = ruleId;
    }

    /** Opens a node that should be a mapping with these keys; {@code what} names it in messages. */
    static Optional<YamlFields> of(
            YamlNode node, List<String> keys, Findings findings, @Nullable String ruleId, String what) {
        if (!(node instanceof Mapping mapping)) {
            if (!(node instanceof Reported)) {
                findings.add(node.place(), ruleId, mustBeKeys(what, keys, node));
            }
            return Optional.empty();
        }
        YamlFields fields = new YamlFields(mapping.place(), findings, ruleId);
        for (Entry entry : mapping.entries()) {
            fields.admit(entry, keys, what);
        }
        return Optional.of(fields);
    }

    /** What is wrong with a node that is no mapping. */
    static String mustBeKeys(String what, List<String> keys, YamlNode node) {
        return what + " must be keys with values (" + String.join(", ", keys) + "), not " + node.kind();
    }

    private void admit(Entry entry, List<String> keys, String what) {
        String name = entry.key().value();
        if (name.equals("<<")) {
            if (!(entry.value() instanceof Reported)) {
                findings.add(entry.key().place(), ruleId, "merge key << is refused: write the keys out");
            }
        } else if (!keys.contains(name)) {
            findings.add(
                    entry.key().place(),
                    ruleId,
                    "unknown key " + quote(name) + " in " + what + DidYouMean.suggestion(keys, name) + " (known: "
                            + String.join(", ", keys) + ")");
        } else if (entries.containsKey(name)) {
            int first = entries.get(name).key().place().line();
            findings.add(
                    entry.key().place(),
                    ruleId,
                    "key " + quote(name) + " appears twice in " + what + ", first on line " + first
                            + ": keep one of them");
        } else {
            entries.put(name, entry);
        }
    }

    Place place() {
        return place;
    }

    /** Where the field's value starts, or the mapping where there is no such field. */
    Place placeOf(String key) {
        Entry entry = entries.get(key);
        return entry == null ? place : entry.value().place();
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The field's value, or nothing where there is no such field, or one that has been reported. */
    Optional<YamlNode> node(String key) {
        Entry entry = entries.get(key);
        return entry == null || entry.value() instanceof Reported ? Optional.empty() : Optional.of(entry.value());
    }

    /** Reports a field that is missing; {@code advice} says what to write. */
    boolean require(String key, String advice) {
        if (!entries.containsKey(key)) {
            findings.add(place, ruleId, "'" + key + "' is missing: " + advice);
            return false;
        }
        return true;
    }

    Optional<String> requiredText(String key, String advice) {
        return require(key, advice) ? text(key) : Optional.empty();
    }

    /** Text in one line: trimmed, each run of white space one space, composed (Unicode NFC). */
    Optional<String> text(String key) {
        return node(key).flatMap(node -> text(node, "'" + key + "'"));
    }

    private Optional<String> text(YamlNode node, String what) {
        if (!(node instanceof Scalar scalar)) {
            return wrongType(node, what + " must be text, not " + node.kind());
        }
        Optional<String> complaint = PlainText.complaint(scalar.value());
        if (complaint.isPresent()) {
            return wrongType(node, what + " contains " + complaint.get());
        }
        if (scalar.type() == ScalarType.NULL || PlainText.isEmpty(scalar.value())) {
            return wrongType(node, what + " is empty: write a text");
        }
        if (scalar.type() != ScalarType.TEXT) {
            return wrongType(
                    node,
                    what + " must be text, not " + node.kind() + ": write it in quotes, \"" + scalar.value() + "\"");
        }
        return Optional.of(PlainText.oneLine(scalar.value()));
    }

    /** A whole number within bounds. */
    Optional<Integer> integer(String key, int least, int most) {
        return node(key).flatMap(node -> {
            String must = "'" + key + "' must be a whole number ";
            String range = most == Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most;
            if (!(node instanceof Scalar scalar) || scalar.type() == ScalarType.TEXT) {
                String quoted = node instanceof Scalar s && s.value().matches("\\d+") ? " (remove the quotes)" : "";
                return wrongType(node, must + range + ", not " + node.kind() + quoted);
            }
            String value = scalar.value();
            if (scalar.type() != ScalarType.INTEGER) {
                boolean isNumber = scalar.type() == ScalarType.FLOAT;
                String advice = isNumber ? ": write it in digits alone" : "";
                return wrongType(node, must + range + ", not " + (isNumber ? quote(value) : node.kind()) + advice);
            }
            if (!DECIMAL.matcher(value).matches()) {
                return wrongType(node, must + range + ", not " + quote(value) + ": write it in decimal digits");
            }
            long number = saturated(value);
            if (number > most) {
                return wrongType(node, must + "from " + least + " to " + most + ", not " + quote(value));
            }
            return number < least
                    ? wrongType(node, must + range + ", not " + quote(value))
                    : Optional.of(Math.toIntExact(number));
        });
    }

    /** Decimal digits as a number; what is too long for a long, is as large or as small as one can be. */
    private static long saturated(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return digits.startsWith("-") ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    Optional<Boolean> bool(String key) {
        return node(key).flatMap(node -> {
            if (node instanceof Scalar scalar && scalar.type() == ScalarType.BOOLEAN) {
                return Optional.of(scalar.value().equalsIgnoreCase("true"));
            }
            return wrongType(node, "'" + key + "' must be true or false, not " + node.kind());
        });
    }

    /** The items of a list; empty where there is no such field or it is no list. */
    List<YamlNode> list(String key, String example) {
        return node(key)
                .map(node -> {
                    if (node instanceof Sequence sequence) {
                        return sequence.items();
                    }
                    this.<Object>wrongType(
                            node, "'" + key + "' must be a list, not " + node.kind() + ": write " + example);
                    return List.<YamlNode>of();
                })
                .orElse(List.of());
    }

    /** The texts of a list with their places. */
    List<PlacedText> texts(String key, String example) {
        List<PlacedText> texts = new ArrayList<>();
        for (YamlNode item : list(key, example)) {
            if (!(item instanceof Reported)) {
                text(item, "an item of '" + key + "'").ifPresent(text -> texts.add(new PlacedText(item.place(), text)));
            }
        }
        return texts;
    }

    private <T> Optional<T> wrongType(YamlNode node, String message) {
        findings.add(node.place(), ruleId, message);
        return Optional.empty();
    }

    static String quote(String text) {
        String shown = text.codePointCount(0, text.length()) <= LONGEST_QUOTE
                ? text
                : text.substring(0, text.offsetByCodePoints(0, LONGEST_QUOTE)) + "…";
        return "'" + shown.replace("\n", "\\n") + "'";
    }

    /** A text and where it stands. */
    record PlacedText(Place place, String text) {}
}
