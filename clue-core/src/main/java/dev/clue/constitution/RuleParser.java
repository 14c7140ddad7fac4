package dev.clue.constitution;

import dev.clue.constitution.YamlFields.PlacedText;
import dev.clue.constitution.YamlNode.Place;
import dev.clue.constitution.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a constitution and its lock have in common: ids, lists of rules, chains of preconditions. */
final class RuleParser {

    static final String ID_SYNTAX = "[a-z0-9]+([-_.][a-z0-9]+)*";
    static final int LONGEST_ID = 64;
    static final String ANY_EXAMPLE = "- any: [{statement: a child is visible, objects: [child]}]";

    private static final Pattern ID = Pattern.compile(ID_SYNTAX);

    private final Findings findings;

    RuleParser(Findings findings) {
        this.findings = findings;
    }

    /** A name in lower-case letters, digits and separators. */
    Optional<String> id(YamlFields fields, String key, String example) {
        return fields.requiredText(key, "write " + key + ": " + example).filter(id -> {
            if (id.length() <= LONGEST_ID && ID.matcher(id).matches()) {
                return true;
            }
            findings.add(
                    fields.placeOf(key),
                    null,
                    "'" + key + "' must be lower-case letters and digits, joined by '-', '_' or '.', at most "
                            + LONGEST_ID + " characters, such as " + example + ", not " + YamlFields.quote(id));
            return false;
        });
    }

    /** Reads each item that is sound, and reports an id that comes twice. */
    <R> List<R> rules(List<YamlNode> items, Function<YamlNode, Optional<R>> parse) {
        List<R> rules = new ArrayList<>();
        Map<String, Place> seen = new LinkedHashMap<>();
        for (YamlNode item : items) {
            idOf(item).ifPresent(id -> {
                Place first = seen.putIfAbsent(id.value(), id.place());
                if (first != null) {
                    findings.add(
                            id.place(),
                            id.value(),
                            "duplicate id, first on line " + first.line() + ": give each rule an id of its own");
                }
            });
            parse.apply(item).ifPresent(rules::add);
        }
        return rules;
    }

    /** The id of a rule as it is written, sound or not, so that messages can name the rule. */
    static Optional<Scalar> idOf(YamlNode rule) {
        if (rule instanceof YamlNode.Mapping mapping) {
            return mapping.entries().stream()
                    .filter(entry -> entry.key().value().equals("id"))
                    .map(YamlNode.Entry::value)
                    .filter(Scalar.class::isInstance)
                    .map(Scalar.class::cast)
                    .findFirst();
        }
        return Optional.empty();
    }

    static @Nullable String nameOf(YamlNode rule) {
        return idOf(rule)
                .map(Scalar::value)
                .filter(id -> id.length() <= LONGEST_ID && ID.matcher(id).matches())
                .orElse(null);
    }

    /** The chain under {@code preconditions}; empty where there is none or it is unsound. */
    List<Precondition> chain(YamlFields rule, @Nullable String ruleId) {
        List<Precondition> chain = new ArrayList<>();
        List<YamlNode> links = rule.list("preconditions", "a list of " + ANY_EXAMPLE);
        boolean emptyList = rule.node("preconditions")
                .filter(node -> node instanceof YamlNode.Sequence sequence
                        && sequence.items().isEmpty())
                .isPresent();
        if (emptyList) {
            findings.add(
                    rule.placeOf("preconditions"),
                    ruleId,
                    "the chain is empty, so nothing could violate the rule: write at least one precondition, "
                            + ANY_EXAMPLE);
        }
        for (YamlNode link : links) {
            precondition(link, ruleId).ifPresent(chain::add);
        }
        return chain;
    }

    private Optional<Precondition> precondition(YamlNode node, @Nullable String ruleId) {
        if (isBareStatement(node)) {
            findings.add(node.place(), ruleId, "a statement stands here without 'any': write " + ANY_EXAMPLE);
            return Optional.empty();
        }
        return YamlFields.of(node, List.of("any"), findings, ruleId, "a precondition")
                .flatMap(fields -> {
                    List<Statement> alternatives = new ArrayList<>();
                    if (fields.require("any", "write " + ANY_EXAMPLE)) {
                        List<YamlNode> items = fields.list("any", ANY_EXAMPLE);
                        boolean emptyList = fields.node("any")
                                .filter(any -> any instanceof YamlNode.Sequence && items.isEmpty())
                                .isPresent();
                        if (emptyList) {
                            findings.add(
                                    fields.placeOf("any"),
                                    ruleId,
                                    "'any' is empty, so the precondition could never hold: write at least one"
                                            + " statement, or remove the precondition");
                        }
                        items.forEach(item -> statement(item, ruleId).ifPresent(alternatives::add));
                    }
                    return alternatives.isEmpty() ? Optional.empty() : Optional.of(new Precondition(alternatives));
                });
    }

    private static boolean isBareStatement(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping
                && mapping.entries().stream().map(entry -> entry.key().value()).anyMatch("statement"::equals)
                && mapping.entries().stream().map(entry -> entry.key().value()).noneMatch("any"::equals);
    }

    private Optional<Statement> statement(YamlNode node, @Nullable String ruleId) {
        return YamlFields.of(node, List.of("statement", "objects"), findings, ruleId, "a statement")
                .flatMap(fields -> {
                    List<String> objects = fields.texts("objects", "[child, weapon]").stream()
                            .map(PlacedText::text)
                            .toList();
                    return fields.requiredText("statement", "write statement: a child is visible")
                            .map(text -> new Statement(text, objects));
                });
    }
}
