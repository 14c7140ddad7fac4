package dev.clue.eval.data;

import dev.clue.constitution.DidYouMean;
import dev.clue.eval.data.SetLayout.TableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a set one after another. A table that cannot be read does not take the others with it. */
final class SetReader {

    private final SetLayout layout;
    private final ReadOptions options;
    private final boolean severalSplits;
    private final Problems problems;
    private final DistinctImages images;

    private boolean byConstitution = true;
    private int unusable;

    private SetReader(SetLayout layout, ReadOptions options, Problems problems) {
        this.layout = layout;
        this.options = options;
        this.problems = problems;
        this.images = new DistinctImages(problems);
        this.severalSplits =
                layout.files().stream().map(TableFile::split).distinct().count() > 1;
    }

    static LabelledSet read(Path location, ReadOptions options) {
        Problems problems = new Problems();
        SetReader reader = new SetReader(SetLayout.of(location, options.splits(), problems), options, problems);
        reader.layout.files().forEach(reader::read);
        Path name = location.toAbsolutePath().normalize().getFileName();
        return new LabelledSet(
                name == null ? location.toString() : name.toString(),
                reader.images.list(),
                problems.list(),
                reader.unusable + reader.images.leftOut(),
                reader.byConstitution);
    }

    private void read(TableFile file) {
        try {
            List<String> columns = file.table().columns();
            int before = problems.places();
            if (columns.isEmpty()) {
                file.table().rows(new Table.Columns("", Set.of()), problems, row -> {});
                noRows(file, before);
                return;
            }
            ColumnMapping mapping = mapping(columns);
            String image = mapping.image().stream()
                    .filter(columns::contains)
                    .findFirst()
                    .orElseThrow(() -> noImage(mapping, columns));
            byConstitution &= mapping.rules().byConstitution() != null;
            Set<String> wanted = wanted(mapping);
            Set<String> seen = new LinkedHashSet<>();
            AtomicBoolean rows = new AtomicBoolean();
            RowLabels labels = new RowLabels(
                    mapping,
                    image,
                    labelMisnamed(file, mapping, columns),
                    new ImageFiles(layout.root(), file.folder()),
                    options.constitution(),
                    severalSplits && file.split() != null ? "split: " + file.split() : null,
                    problems);
            file.table().rows(new Table.Columns(image, wanted), problems, row -> {
                rows.set(true);
                row.cells().fieldNames().forEachRemaining(seen::add);
                labels.of(row).ifPresentOrElse(images::add, () -> unusable++);
            });
            seen.addAll(columns);
            if (!rows.get()) {
                noRows(file, before);
            }
            unknownColumns(file, mapping, wanted, seen);
        } catch (TableException e) {
            problems.add(file.name(), e.what(), e.advice());
        } catch (IOException e) {
            problems.add(file.name(), "cannot be read to its end (" + e.getMessage() + ")", "check the file");
        }
    }

    /** Of a table that gave no row; where its rows had problems they are said. */
    private void noRows(TableFile file, int before) {
        if (problems.places() == before) {
            problems.add(file.name(), "the file has no rows", "fill it, or remove it");
        }
    }

    private ColumnMapping mapping(List<String> columns) throws TableException {
        ColumnMapping chosen = options.mapping();
        if (chosen != null) {
            return chosen;
        }
        return ReadyMappings.fitting(columns)
                .orElseThrow(() -> new TableException(
                        "no column names the image (there are: " + String.join(", ", columns) + ")",
                        "call it file_name or image, or say in a mapping file which it is"));
    }

    /** Whether a column is called nearly as that of the label, which is not there. */
    private boolean labelMisnamed(TableFile file, ColumnMapping mapping, List<String> columns) {
        ColumnMapping.Label label = mapping.label();
        if (label == null || columns.contains(label.column())) {
            return false;
        }
        Optional<String> near = DidYouMean.among(columns, label.column());
        if (mapping.ready()) { // one that somebody wrote is held to its columns once all are known
            near.ifPresent(column -> problems.add(
                    file.name(),
                    "there is no column '" + label.column() + "', and '" + column + "' is not read",
                    "call the column " + label.column() + ", or name it in a mapping file"));
        }
        return near.isPresent();
    }

    private static TableException noImage(ColumnMapping mapping, List<String> columns) {
        return new TableException(
                "mapping '" + mapping.name() + "' takes the image from column '"
                        + String.join("' or '", mapping.image()) + "', which is not there"
                        + DidYouMean.suggestion(columns, mapping.image().getFirst()) + " (there are: "
                        + String.join(", ", columns) + ")",
                "mend the mapping");
    }

    private static Set<String> wanted(ColumnMapping mapping) {
        Set<String> wanted = new LinkedHashSet<>();
        ColumnMapping.Label label = mapping.label();
        add(wanted, label == null ? null : label.column());
        add(wanted, mapping.id());
        add(wanted, mapping.rules().violated());
        add(wanted, mapping.rules().byConstitution());
        add(wanted, mapping.rules().category());
        wanted.addAll(mapping.rules().columns().keySet());
        add(wanted, mapping.statements());
        wanted.addAll(mapping.slices());
        add(wanted, mapping.tags());
        add(wanted, mapping.pair());
        return wanted;
    }

    private static void add(Set<String> wanted, @Nullable String column) {
        if (column != null) {
            wanted.add(column);
        }
    }

    /** A mapping that somebody wrote for this set has only columns that are there. */
    private void unknownColumns(TableFile file, ColumnMapping mapping, Set<String> wanted, Set<String> seen) {
        if (mapping.ready()) {
            return;
        }
        for (String column : wanted) {
            if (!seen.contains(column)) {
                problems.add(
                        file.name(),
                        "mapping '" + mapping.name() + "' names the column '" + column + "', which is not there"
                                + DidYouMean.suggestion(new ArrayList<>(seen), column) + " (there are: "
                                + String.join(", ", seen) + ")",
                        "mend the mapping");
            }
        }
    }
}
