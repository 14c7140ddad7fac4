package dev.clue.eval.data;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * CSV with a header. Cells are separated by commas, or by what the header uses instead: semicolons or tabs.
 *
 * @param file where
 * @param name what messages call it
 */
record CsvTable(Path file, String name) implements Table {

    @Override
    public List<String> columns() throws IOException, TableException {
        try (CsvRecords records = CsvRecords.of(file, name, new Problems())) {
            return header(records);
        }
    }

    @Override
    public void rows(Columns columns, Problems problems, Consumer<Row> consumer) throws IOException, TableException {
        try (CsvRecords records = CsvRecords.of(file, name, problems)) {
            List<String> header = header(records);
            for (Optional<CsvRecords.CsvRecord> next = records.next(); next.isPresent(); next = records.next()) {
                row(header, next.get(), problems).ifPresent(consumer);
            }
        }
    }

    private List<String> header(CsvRecords records) throws IOException, TableException {
        List<String> header = records.next()
                .map(first -> first.cells().stream().map(String::strip).toList())
                .orElse(List.of());
        Set<String> seen = new HashSet<>();
        for (String column : header) {
            if (!seen.add(column)) {
                throw new TableException(
                        "column '" + column + "' is there twice", "give each column a name of its own");
            }
        }
        return header;
    }

    private Optional<Row> row(List<String> header, CsvRecords.CsvRecord found, Problems problems) {
        String where = name + ":" + found.number();
        List<String> texts = found.cells();
        if (texts.size() != header.size()) {
            problems.add(
                    where,
                    "the row has " + texts.size() + " cells, the header " + header.size() + ", and it is left out",
                    "put cells that contain a separator in quotes");
            return Optional.empty();
        }
        ObjectNode cells = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isBlank()) {
                cells.put(header.get(i), texts.get(i));
            }
        }
        return Optional.of(new Row(where, cells, null));
    }
}
