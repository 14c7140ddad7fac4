package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.DidYouMean;
import dev.clue.constitution.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a row says about single rules. */
final class RuleLabels {

    private final ColumnMapping mapping;
    private final @Nullable Constitution constitution;
    private final List<String> ruleIds;
    private final Problems problems;

    RuleLabels(ColumnMapping mapping, @Nullable Constitution constitution, Problems problems) {
        this.mapping = mapping;
        this.constitution = constitution;
        this.ruleIds = constitution == null
                ? List.of()
                : constitution.rules().stream().map(Rule::id).toList();
        this.problems = problems;
    }

    /**
     * Labels of a row.
     *
     * @param rules whether a rule is violated
     * @param whole whether the row lists the violated rules, so that all others are not
     * @param unknown whether it names a rule that the constitution does not have
     */
    record Found(SortedMap<String, Boolean> rules, boolean whole, boolean unknown) {

        boolean anyViolated() {
            return rules.containsValue(true);
        }
    }

    /** Whether the labels of the row are for one of several constitutions, so that its label for the image is not. */
    boolean chooseConstitution() {
        return constitution != null && mapping.rules().byConstitution() != null;
    }

    /** @param unsafe the label of the image, or null where it has none */
    Found of(Row row, @Nullable Boolean unsafe) {
        Optional<JsonNode> list = listed(row);
        if (list.isPresent()) {
            return listed(row, list.get());
        }
        SortedMap<String, Boolean> rules = new TreeMap<>();
        boolean unknown = false;
        for (Map.Entry<String, String> column : mapping.rules().columns().entrySet()) {
            JsonNode cell = row.cells().get(column.getKey());
            if (!Cells.isEmpty(cell)) {
                Optional<String> rule = known(row, column.getValue());
                unknown |= rule.isEmpty();
                Optional<Boolean> violated = violated(row, column.getKey(), cell);
                if (rule.isPresent() && violated.isPresent()) {
                    rules.put(rule.get(), violated.get());
                }
            }
        }
        if (unsafe != null) {
            category(row).ifPresent(rule -> rules.put(rule, unsafe));
        }
        return new Found(rules, false, unknown);
    }

    private Optional<JsonNode> listed(Row row) {
        String byConstitution = mapping.rules().byConstitution();
        if (constitution != null && byConstitution != null) {
            return ofConstitution(row, byConstitution, constitution.id());
        }
        String violated = mapping.rules().violated();
        JsonNode cell = violated == null ? null : row.cells().get(violated);
        return cell == null || cell.isNull() ? Optional.empty() : Optional.of(cell);
    }

    private Optional<JsonNode> ofConstitution(Row row, String column, String id) {
        JsonNode cell = row.cells().path(column);
        Optional<ObjectNode> lists = Cells.object(cell);
        JsonNode list = lists.map(each -> each.path(id)).orElse(cell.path(id));
        if (list.isArray()) {
            return Optional.of(list);
        }
        List<String> there = new ArrayList<>();
        lists.ifPresent(each -> each.fieldNames().forEachRemaining(there::add));
        problems.add(
                row.where(),
                "'" + column + "' has no labels for the constitution '" + id + "'"
                        + (there.isEmpty() ? "" : " (it has: " + String.join(", ", there) + ")"),
                "label the images by this constitution, or choose another with --constitution");
        return Optional.empty();
    }

    private Found listed(Row row, JsonNode list) {
        SortedMap<String, Boolean> rules = new TreeMap<>();
        ruleIds.forEach(rule -> rules.put(rule, false));
        boolean unknown = false;
        for (String written : Cells.list(list, mapping.separator())) {
            Optional<String> rule = known(row, written);
            rule.ifPresent(id -> rules.put(id, true));
            if (rule.isEmpty()) {
                unknown = true;
                DidYouMean.among(ruleIds, written).ifPresent(meant -> rules.remove(meant, false));
            }
        }
        return new Found(rules, true, unknown);
    }

    /** The rule that the set calls so; nothing, and a problem, where the constitution has none. */
    private Optional<String> known(Row row, String written) {
        String id = mapping.rules().names().getOrDefault(written, written);
        if (constitution == null || ruleIds.contains(id)) {
            return Optional.of(id);
        }
        problems.add(
                row.where(),
                "there is no rule '" + id + "' in the constitution '" + constitution.id() + "'"
                        + DidYouMean.suggestion(ruleIds, id),
                "mend the label, or map it in rules.names of a mapping file");
        return Optional.empty();
    }

    private Optional<Boolean> violated(Row row, String column, JsonNode cell) {
        Optional<Boolean> truth = Cells.truth(cell).or(() -> ImageLabel.of(mapping.label(), cell));
        if (truth.isEmpty()) {
            problems.add(
                    row.where(),
                    "'" + ImageLabel.excerpt(cell) + "' in column '" + column + "' does not say whether the rule is"
                            + " violated",
                    "write true or false");
        }
        return truth;
    }

    private Optional<String> category(Row row) {
        String column = mapping.rules().category();
        Optional<String> written =
                column == null ? Optional.empty() : Cells.text(row.cells().get(column));
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (mapping.rules().names().isEmpty()) {
            return written.filter(ruleIds::contains); // nobody said which rule a category is
        }
        return known(row, written.get());
    }
}
