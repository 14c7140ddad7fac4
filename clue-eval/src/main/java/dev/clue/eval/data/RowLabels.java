package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.constitution.Constitution;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
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
    private final boolean labelMisnamed;
    private final ImageFiles files;
    private final RuleLabels rules;
    private final @Nullable Set<String> statements;
    private final @Nullable String splitSlice;
    private final Problems problems;

    /**
     * @param imageColumn of the mapping's, the one that is there
     * @param labelMisnamed whether the column of the label seems to be there under another name
     * @param splitSlice slice of all rows, or null
     */
    RowLabels(
            ColumnMapping mapping,
            String imageColumn,
            boolean labelMisnamed,
            ImageFiles files,
            @Nullable Constitution constitution,
            @Nullable String splitSlice,
            Problems problems) {
        this.mapping = mapping;
        this.imageColumn = imageColumn;
        this.labelMisnamed = labelMisnamed;
        this.files = files;
        this.rules = new RuleLabels(mapping, constitution, problems);
        this.statements = constitution == null ? null : constitution.statementTexts();
        this.splitSlice = splitSlice;
        this.problems = problems;
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
        WholeLabel label = rules.chooseConstitution()
                ? WholeLabel.ABSENT
                : WholeLabel.of(mapping.label(), labelMisnamed, row, problems);
        RuleLabels.Found found = rules.of(row, label);
        if (contradicts(label, found)) {
            problems.add(
                    row.where(),
                    label == WholeLabel.UNSAFE
                            ? "the label says unsafe, but no rule is violated, and the image is left out"
                            : "the label says safe, but a rule is violated, and the image is left out",
                    "mend the label or the list of rules");
            return Optional.empty();
        }
        Boolean unsafe = unsafe(label, found);
        if (unsafe == null && found.rules().isEmpty()) {
            problems.add(
                    row.where(),
                    "there is no label that can be used, and the image is left out",
                    label == WholeLabel.EMPTY && mapping.rules().violated() != null
                            ? "label the image: an empty list of rules does not mean safe where the label is empty"
                            : "label the image, or say in a mapping file which column has the label");
            return Optional.empty();
        }
        String id = cells(row).text(mapping.id()).orElse(place.get().name());
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
        Optional<String> written = cells(row).text(imageColumn);
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

    private static @Nullable Boolean unsafe(WholeLabel label, RuleLabels.Found found) {
        return switch (label) {
            case UNSAFE, SAFE -> label.unsafe();
            case UNCLEAR -> null; // it is not replaced by what the rules say
            case EMPTY, ABSENT ->
                found.anyViolated() ? Boolean.TRUE : (found.whole() && !found.unknown()) ? Boolean.FALSE : null;
        };
    }

    private static boolean contradicts(WholeLabel label, RuleLabels.Found found) {
        return switch (label) {
            case UNSAFE -> found.whole() && !found.unknown() && !found.anyViolated();
            case SAFE -> found.violated();
            case UNCLEAR, EMPTY, ABSENT -> false;
        };
    }

    private RowCells cells(Row row) {
        return new RowCells(row, problems);
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
        return cells(row).text(mapping.pair()).orElse(null);
    }

    private SortedSet<String> slices(Row row) {
        SortedSet<String> slices = new TreeSet<>();
        if (splitSlice != null) {
            slices.add(splitSlice);
        }
        for (String column : mapping.slices()) {
            JsonNode cell = row.cells().get(column);
            List<String> values = cell != null && cell.isArray()
                    ? list(row, column)
                    : cells(row).text(column).stream().toList();
            values.forEach(value -> slices.add(column + ": " + value));
        }
        if (mapping.tags() != null) {
            slices.addAll(list(row, mapping.tags()));
        }
        return slices;
    }

    private List<String> list(Row row, String column) {
        JsonNode cell = row.cells().get(column);
        return cell == null || Cells.isEmpty(cell)
                ? List.of()
                : cells(row).texts(column, cell, mapping.separator()).orElse(List.of());
    }
}
