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

    private static final ColumnMapping.Label USUAL = new ColumnMapping.Label("", List.of("unsafe"), List.of("safe"));

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
     * @param violated whether it says that a rule is violated, be it one that is not known
     */
    record Found(SortedMap<String, Boolean> rules, boolean whole, boolean unknown, boolean violated) {

        /** Of a row whose list of rules cannot be used. */
        static Found unreadable(JsonNode list) {
            return new Found(new TreeMap<>(), false, true, Cells.affirms(list));
        }

        boolean anyViolated() {
            return rules.containsValue(true);
        }
    }

    /** A list of violated rules, and its column. */
    private record Listed(String column, JsonNode list) {}

    /** Whether the labels of the row are for one of several constitutions, so that its label for the image is not. */
    boolean chooseConstitution() {
        return constitution != null && mapping.rules().byConstitution() != null;
    }

    Found of(Row row, WholeLabel label) {
        Optional<Listed> list = listed(row, label);
        if (list.isPresent()) {
            return found(row, list.get());
        }
        SortedMap<String, Boolean> rules = new TreeMap<>();
        boolean unknown = false;
        boolean anyViolated = false;
        for (Map.Entry<String, String> column : mapping.rules().columns().entrySet()) {
            JsonNode cell = row.cells().get(column.getKey());
            if (cell != null && !Cells.isEmpty(cell)) {
                Optional<String> rule = known(row, column.getValue());
                unknown |= rule.isEmpty();
                Optional<Boolean> violated = violated(row, column.getKey(), cell);
                anyViolated |= violated.orElse(false);
                if (rule.isPresent() && violated.isPresent()) {
                    rules.put(rule.get(), violated.get());
                }
            }
        }
        Boolean unsafe = label.unsafe();
        if (unsafe != null) {
            category(row).ifPresent(rule -> rules.put(rule, unsafe));
        }
        return new Found(rules, false, unknown, anyViolated || rules.containsValue(true));
    }

    private Optional<Listed> listed(Row row, WholeLabel label) {
        String byConstitution = mapping.rules().byConstitution();
        if (constitution != null && byConstitution != null) {
            return ofConstitution(row, byConstitution, constitution.id()).map(list -> new Listed(byConstitution, list));
        }
        String violated = mapping.rules().violated();
        JsonNode cell = violated == null ? null : row.cells().get(violated);
        if (violated == null || cell == null || cell.isNull()) {
            return Optional.empty();
        }
        boolean saysNone =
                Cells.list(cell, mapping.separator()).filter(List::isEmpty).isPresent();
        return saysNone && !label.allowsNone(!Cells.isEmpty(cell))
                ? Optional.empty()
                : Optional.of(new Listed(violated, cell));
    }

    private Optional<JsonNode> ofConstitution(Row row, String column, String id) {
        JsonNode cell = row.cells().path(column);
        Optional<ObjectNode> lists = Cells.object(cell);
        JsonNode list = lists.map(each -> each.path(id)).orElse(cell.path(id));
        if (!list.isMissingNode() && !Cells.isEmpty(list)) {
            return Optional.of(list);
        }
        List<String> there = new ArrayList<>();
        lists.ifPresent(each -> each.properties().stream()
                .filter(entry -> !Cells.isEmpty(entry.getValue()))
                .forEach(entry -> there.add(entry.getKey())));
        problems.add(
                row.where(),
                "'" + column + "' has no labels for the constitution '" + id + "'"
                        + (there.isEmpty() ? "" : " (it has: " + String.join(", ", there) + ")"),
                "label the images by this constitution, or choose another with --constitution");
        return Optional.empty();
    }

    private Found found(Row row, Listed listed) {
        Optional<List<String>> list =
                new RowCells(row, problems).texts(listed.column(), listed.list(), mapping.separator());
        if (list.isEmpty()) {
            return Found.unreadable(listed.list());
        }
        SortedMap<String, Boolean> rules = new TreeMap<>();
        ruleIds.forEach(rule -> rules.put(rule, false));
        boolean unknown = false;
        for (String written : list.get()) {
            Optional<String> rule = known(row, written);
            rule.ifPresent(id -> rules.put(id, true));
            if (rule.isEmpty()) {
                unknown = true;
                DidYouMean.among(ruleIds, written).ifPresent(meant -> rules.remove(meant, false));
            }
        }
        return new Found(rules, true, unknown, !list.get().isEmpty());
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
        Optional<Boolean> truth =
                Cells.truth(cell).or(() -> ImageLabel.of(mapping.label(), cell)).or(() -> ImageLabel.of(USUAL, cell));
        if (truth.isEmpty()) {
            problems.add(
                    row.where(),
                    "'" + ImageLabel.excerpt(cell) + "' in column '" + column + "' does not say whether the rule is"
                            + " violated",
                    "write true or false, or unsafe or safe");
        }
        return truth;
    }

    private Optional<String> category(Row row) {
        Optional<String> written =
                new RowCells(row, problems).text(mapping.rules().category());
        if (written.isEmpty()) {
            return Optional.empty();
        }
        if (mapping.rules().names().isEmpty()) {
            return written.filter(ruleIds::contains); // nobody said which rule a category is
        }
        return known(row, written.get());
    }
}
