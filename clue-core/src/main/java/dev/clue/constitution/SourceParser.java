package dev.clue.constitution;

import dev.clue.constitution.YamlFields.PlacedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From YAML to {@link ConstitutionSource}. */
final class SourceParser {

    private static final List<String> FILE_KEYS = List.of("constitution", "version", "rules");
    private static final List<String> RULE_KEYS = List.of("id", "rule", "objectified", "maps_to", "preconditions");
    private static final String MAPS_TO_EXAMPLE = "[violence]";

    private final Findings findings;
    private final RuleParser parser;

    private SourceParser(Findings findings) {
        this.findings = findings;
        this.parser = new RuleParser(findings);
    }

    /** The source, or nothing where something essential is missing; the findings say what. */
    static Optional<ConstitutionSource> parse(YamlNode root, Findings findings) {
        return new SourceParser(findings).source(root);
    }

    private Optional<ConstitutionSource> source(YamlNode root) {
        if (Prose.isRoot(root)) {
            findings.add(
                    root.place(),
                    null,
                    YamlFields.mustBeKeys("a constitution", FILE_KEYS, root) + "; " + Prose.advice("NAME"));
            return Optional.empty();
        }
        return YamlFields.of(root, FILE_KEYS, findings, null, "a constitution").flatMap(fields -> {
            Optional<String> id = parser.id(fields, "constitution", "playground");
            fields.require("version", "write version: 1, and count it up with every change");
            Optional<Integer> version = fields.integer("version", 1, Integer.MAX_VALUE);
            List<SourceRule> rules = List.of();
            if (fields.require("rules", "write rules: and below it at least one rule")) {
                List<YamlNode> items = fields.list("rules", "- id: a-name, with the rule's other keys below it");
                if (fields.node("rules")
                                .filter(YamlNode.Sequence.class::isInstance)
                                .isPresent()
                        && items.isEmpty()) {
                    findings.add(fields.placeOf("rules"), null, "'rules' is empty: write at least one rule");
                }
                rules = parser.rules(items, this::rule);
            }
            if (id.isEmpty() || version.isEmpty() || rules.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new ConstitutionSource(id.get(), version.get(), rules));
        });
    }

    private Optional<SourceRule> rule(YamlNode node) {
        String ruleId = RuleParser.nameOf(node);
        return YamlFields.of(node, RULE_KEYS, findings, ruleId, "a rule").flatMap(fields -> {
            Optional<String> id = parser.id(fields, "id", "weapon-near-child");
            Optional<String> text = fields.requiredText("rule", "write rule: followed by the rule in one sentence");
            Optional<String> objectified = fields.text("objectified");
            List<String> mapsTo = mapsTo(fields, ruleId);
            List<Precondition> preconditions = parser.chain(fields, ruleId);
            if (id.isEmpty() || text.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new SourceRule(
                    id.get(),
                    text.get(),
                    objectified.orElse(null),
                    mapsTo,
                    preconditions,
                    node.place().line(),
                    node.place().column()));
        });
    }

    private List<String> mapsTo(YamlFields fields, @Nullable String ruleId) {
        List<String> categories = new ArrayList<>();
        for (PlacedText category : fields.texts("maps_to", MAPS_TO_EXAMPLE)) {
            String name = category.text();
            if (!ModerationCategories.ALL.contains(name)) {
                findings.add(
                        category.place(),
                        ruleId,
                        YamlFields.quote(name) + " is no OpenAI moderation category"
                                + DidYouMean.suggestion(ModerationCategories.ALL, name)
                                + " (known: " + String.join(", ", ModerationCategories.ALL) + ")");
            } else if (categories.contains(name)) {
                findings.add(category.place(), ruleId, "category '" + name + "' appears twice: keep one of them");
            } else {
                categories.add(name);
            }
        }
        return categories;
    }
}
