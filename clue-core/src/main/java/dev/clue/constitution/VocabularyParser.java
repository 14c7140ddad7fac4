package dev.clue.constitution;

import dev.clue.constitution.YamlFields.PlacedText;
import dev.clue.constitution.YamlNode.Entry;
import dev.clue.constitution.YamlNode.Mapping;
import dev.clue.prompt.ModelAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * From YAML to {@link Vocabulary}. A model's folder may come from anywhere, and all of this goes into prompts: names are a
 * few words each, texts are short, and none speaks to the model that reads it.
 */
final class VocabularyParser {

    static final int LONGEST_NAME = 40;
    static final int LONGEST_TEXT = 160;

    private static final List<String> KEYS = List.of("about", "objects", "groups", "synonyms", "settings", "forms");
    private static final Pattern NAME =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’-]*( [\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’-]*){0,4}");

    private final Findings findings;
    /** Every name with the line where it stands first. */
    private final Map<String, Integer> named = new LinkedHashMap<>();

    private VocabularyParser(Findings findings) {
        this.findings = findings;
    }

    /** The vocabulary, or nothing where something essential is missing; the findings say what. */
    static Optional<Vocabulary> parse(YamlNode root, String name, String sha256, Findings findings) {
        return new VocabularyParser(findings).vocabulary(root, name, sha256);
    }

    private Optional<Vocabulary> vocabulary(YamlNode root, String name, String sha256) {
        return YamlFields.of(root, KEYS, findings, null, "a vocabulary").flatMap(fields -> {
            Optional<String> about = fields.requiredText(
                            "about", "say in one sentence what the model's pictures are, about: drawn scenes")
                    .filter(text -> isShort(new PlacedText(fields.placeOf("about"), text), "'about'"));
            fields.require("objects", "write the things that the model knows, objects: [boy, girl]");
            List<String> objects = names(fields.texts("objects", "[boy, girl]"), "objects");
            requireItem(fields, "objects", "[boy, girl]");
            Map<String, List<String>> groups = groups(fields, objects);
            Set<String> known = new LinkedHashSet<>(objects);
            known.addAll(groups.keySet());
            Map<String, List<String>> synonyms = synonyms(fields, known);
            List<String> settings = texts(fields, "settings", "[the scene is indoors]");
            fields.require("forms", "write the forms of statements that the model answers, forms: [a X is visible]");
            List<String> forms = texts(fields, "forms", "[a X is visible]");
            requireItem(fields, "forms", "[a X is visible]");
            return about.isEmpty() || objects.isEmpty() || forms.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Vocabulary(name, sha256, about.get(), objects, groups, synonyms, settings, forms));
        });
    }

    private void requireItem(YamlFields fields, String key, String example) {
        boolean empty = fields.node(key)
                .filter(node ->
                        node instanceof YamlNode.Sequence list && list.items().isEmpty())
                .isPresent();
        if (empty) {
            findings.add(
                    fields.placeOf(key), null, "'" + key + "' is empty: write at least one, " + key + ": " + example);
        }
    }

    /** Groups by name; a member is one of the objects. */
    private Map<String, List<String>> groups(YamlFields fields, List<String> objects) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Entry entry : entries(fields, "groups", "{child: [boy, girl]}")) {
            PlacedText group = new PlacedText(
                    entry.key().place(), PlainText.oneLine(entry.key().value()));
            List<String> members = new ArrayList<>();
            for (PlacedText member : members(entry, "groups", "[boy, girl]")) {
                if (members.contains(member.text())) {
                    findings.add(
                            member.place(),
                            null,
                            YamlFields.quote(member.text()) + " appears twice in group "
                                    + YamlFields.quote(group.text()) + ": keep one of them");
                } else if (objects.contains(member.text())) {
                    members.add(member.text());
                } else {
                    findings.add(
                            member.place(),
                            null,
                            YamlFields.quote(member.text()) + " in group " + YamlFields.quote(group.text())
                                    + " is none of the objects: add it there, or remove it here"
                                    + DidYouMean.suggestion(objects, member.text()));
                }
            }
            if (isName(group, "groups") && isNew(group)) {
                groups.put(group.text(), members);
            }
        }
        return groups;
    }

    /** Other names by name; each is of one thing only. */
    private Map<String, List<String>> synonyms(YamlFields fields, Set<String> known) {
        Map<String, List<String>> synonyms = new LinkedHashMap<>();
        for (Entry entry : entries(fields, "synonyms", "{fire: [flame, blaze]}")) {
            String thing = PlainText.oneLine(entry.key().value());
            List<String> others = names(members(entry, "synonyms", "[flame, blaze]"), "synonyms");
            if (!known.contains(thing)) {
                findings.add(
                        entry.key().place(),
                        null,
                        YamlFields.quote(thing)
                                + " in 'synonyms' is no object and no group: add it there, or remove it here"
                                + DidYouMean.suggestion(known, thing));
            } else if (synonyms.putIfAbsent(thing, others) != null) {
                findings.add(
                        entry.key().place(),
                        null,
                        YamlFields.quote(thing) + " appears twice in 'synonyms': write one list");
            }
        }
        return synonyms;
    }

    private List<Entry> entries(YamlFields fields, String key, String example) {
        return fields.node(key)
                .map(node -> {
                    if (node instanceof Mapping mapping) {
                        return mapping.entries();
                    }
                    findings.add(
                            node.place(),
                            null,
                            "'" + key + "' must be names with lists, not " + node.kind() + ": write " + example);
                    return List.<Entry>of();
                })
                .orElse(List.of());
    }

    /** The list of an entry, as if it were a field of its own. */
    private List<PlacedText> members(Entry entry, String key, String example) {
        Mapping alone = new Mapping(entry.key().place(), List.of(entry));
        String name = entry.key().value();
        List<PlacedText> members = YamlFields.of(alone, List.of(name), findings, null, "'" + key + "'")
                .map(fields -> fields.texts(name, example))
                .orElse(List.of());
        if (entry.value() instanceof YamlNode.Sequence list && list.items().isEmpty()) {
            findings.add(
                    list.place(),
                    null,
                    YamlFields.quote(name) + " in '" + key + "' has an empty list: write " + example);
        }
        return members;
    }

    private List<String> names(List<PlacedText> texts, String key) {
        return texts.stream()
                .filter(text -> isName(text, key) && isNew(text))
                .map(PlacedText::text)
                .toList();
    }

    private boolean isName(PlacedText text, String key) {
        if (text.text().length() <= LONGEST_NAME && NAME.matcher(text.text()).matches()) {
            return speaksOfPictures(text);
        }
        findings.add(
                text.place(),
                null,
                "a name in '" + key + "' must be one to five words of letters and digits, at most " + LONGEST_NAME
                        + " characters, such as police officer, not " + YamlFields.quote(text.text()));
        return false;
    }

    private boolean isNew(PlacedText text) {
        Integer first = named.putIfAbsent(text.text(), text.place().line());
        if (first != null) {
            findings.add(
                    text.place(),
                    null,
                    YamlFields.quote(text.text()) + " appears twice, first on line " + first
                            + ": a name is of one thing or group, keep one of them");
        }
        return first == null;
    }

    private List<String> texts(YamlFields fields, String key, String example) {
        Predicate<PlacedText> isShort = text -> isShort(text, "an item of '" + key + "'");
        return fields.texts(key, example).stream()
                .filter(isShort)
                .map(PlacedText::text)
                .distinct()
                .toList();
    }

    private boolean isShort(PlacedText text, String what) {
        if (text.text().length() <= LONGEST_TEXT) {
            return speaksOfPictures(text);
        }
        findings.add(
                text.place(),
                null,
                what + " has more than " + LONGEST_TEXT + " characters: say it in one short sentence");
        return false;
    }

    private boolean speaksOfPictures(PlacedText text) {
        if (!ModelAddress.isIn(text.text())) {
            return true;
        }
        findings.add(
                text.place(),
                null,
                YamlFields.quote(text.text()) + " speaks to the model that reads it: say what is in pictures alone");
        return false;
    }
}
