package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.Statement;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes a labelled image of a row, as a mapping says. */
final class RowLabels {

    private final ColumnMapping mapping;
    private final String imageColumn;
    private final ImageFiles files;
    private final RuleLabels rules;
    private final @Nullable Set<String> statements;
    private final @Nullable String splitSlice;
    private final Problems problems;

    /**
     * @param imageColumn of the mapping's, the one that is there
     * @param splitSlice slice of all rows, or null
     */
    RowLabels(
            ColumnMapping mapping,
            String imageColumn,
            ImageFiles files,
            @Nullable Constitution constitution,
            @Nullable String splitSlice,
            Problems problems) {
        this.mapping = mapping;
        this.imageColumn = imageColumn;
        this.files = files;
        this.rules = new RuleLabels(mapping, constitution, problems);
        this.statements = constitution == null ? null : statements(constitution);
        this.splitSlice = splitSlice;
        this.problems = problems;
    }

    private static Set<String> statements(Constitution constitution) {
        Set<String> texts = new HashSet<>();
        constitution
                .rules()
                .forEach(rule -> rule.preconditions()
                        .forEach(precondition ->
                                precondition.any().stream().map(Statement::text).forEach(texts::add)));
        return texts;
    }

    /**
     * An image that may belong to the set.
     *
     * @param labelled the image
     * @param where its row
     * @param file its file, or null where it is inside of the table
     */
    record Candidate(
            LabelledImage labelled, String where, @Nullable Path file) {}

    /** The image, or nothing where the row cannot be used. */
    Optional<Candidate> of(Row row) {
        Optional<Place> place = place(row);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Boolean label = rules.chooseConstitution() ? null : label(row);
        RuleLabels.Found found = rules.of(row, label);
        if (contradicts(label, found)) {
            problems.add(
                    row.where(),
                    Boolean.TRUE.equals(label)
                            ? "the label says unsafe, but no rule is violated, and the image is left out"
                            : "the label says safe, but a rule is violated, and the image is left out",
                    "mend the label or the list of rules");
            return Optional.empty();
        }
        Boolean unsafe = label == null ? unsafe(row, found) : label;
        if (unsafe == null && found.rules().isEmpty()) {
            problems.add(
                    row.where(),
                    "there is no label that can be used, and the image is left out",
                    "label the image, or say in a mapping file which column has the label");
            return Optional.empty();
        }
        String id = mapping.id() == null
                ? place.get().name()
                : Cells.text(row.cells().get(mapping.id())).orElse(place.get().name());
        return Optional.of(new Candidate(
                new LabelledImage(id, place.get().source(), unsafe, found.rules(), truth(row), slices(row), pair(row)),
                row.where(),
                place.get().file()));
    }

    private record Place(
            ImageSource source, String name, @Nullable Path file) {}

    private Optional<Place> place(Row row) {
        ImageSource inline = row.image();
        if (inline != null) {
            return Optional.of(new Place(inline, row.where(), null));
        }
        Optional<String> written = Cells.text(row.cells().get(imageColumn));
        if (written.isEmpty()) {
            problems.add(
                    row.where(),
                    "there is no image in column '" + imageColumn + "', and the row is left out",
                    "name the image, or remove the row");
            return Optional.empty();
        }
        return files.find(written.get(), row.where(), problems)
                .map(file -> new Place(new FileImage(file), files.name(file), file));
    }

    private @Nullable Boolean label(Row row) {
        ColumnMapping.Label label = mapping.label();
        JsonNode cell = label == null ? null : row.cells().get(label.column());
        if (label == null || cell == null || Cells.isEmpty(cell)) {
            return null;
        }
        return ImageLabel.of(label, cell, row.where(), problems).orElse(null);
    }

    /** A label that is there and is not understood is not replaced by what the rules say. */
    private @Nullable Boolean unsafe(Row row, RuleLabels.Found found) {
        ColumnMapping.Label label = mapping.label();
        boolean misunderstood = label != null
                && !rules.chooseConstitution()
                && !Cells.isEmpty(row.cells().get(label.column()));
        if (misunderstood) {
            return null;
        }
        if (found.anyViolated()) {
            return true;
        }
        return (found.whole() && !found.unknown()) ? false : null;
    }

    private static boolean contradicts(@Nullable Boolean label, RuleLabels.Found found) {
        if (label == null) {
            return false;
        }
        return label ? (found.whole() && !found.unknown() && !found.anyViolated()) : found.anyViolated();
    }

    private Map<String, Boolean> truth(Row row) {
        Map<String, Boolean> truth = new HashMap<>();
        JsonNode cell = mapping.statements() == null ? null : row.cells().get(mapping.statements());
        if (cell == null || Cells.isEmpty(cell)) {
            return truth;
        }
        Optional<ObjectNode> object = Cells.object(cell);
        if (object.isEmpty()) {
            problems.add(
                    row.where(),
                    "'" + mapping.statements() + "' does not have statements with true or false, and is not used",
                    "write an object, {\"STATEMENT\": true}");
            return truth;
        }
        object.get().properties().forEach(entry -> {
            boolean asked = statements == null || statements.contains(entry.getKey());
            if (asked && !entry.getValue().isNull()) {
                Cells.truth(entry.getValue())
                        .ifPresentOrElse(
                                value -> truth.put(entry.getKey(), value),
                                () -> problems.add(
                                        row.where(),
                                        "the statement '" + entry.getKey() + "' is neither true nor false, but '"
                                                + ImageLabel.excerpt(entry.getValue()) + "', and is not used",
                                        "write true, false or null"));
            }
        });
        return truth;
    }

    private @Nullable String pair(Row row) {
        return mapping.pair() == null
                ? null
                : Cells.text(row.cells().get(mapping.pair())).orElse(null);
    }

    private SortedSet<String> slices(Row row) {
        SortedSet<String> slices = new TreeSet<>();
        if (splitSlice != null) {
            slices.add(splitSlice);
        }
        for (String column : mapping.slices()) {
            JsonNode cell = row.cells().get(column);
            if (cell != null && !Cells.isEmpty(cell)) {
                (cell.isArray()
                                ? Cells.list(cell, mapping.separator())
                                : Cells.text(cell).stream().toList())
                        .forEach(value -> slices.add(column + ": " + value));
            }
        }
        JsonNode tags = mapping.tags() == null ? null : row.cells().get(mapping.tags());
        if (tags != null && !Cells.isEmpty(tags)) {
            slices.addAll(Cells.list(tags, mapping.separator()));
        }
        return slices;
    }
}
