package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cells of a row as texts. What is something else becomes a problem and is not used, and so does half a character,
 * which is replaced.
 *
 * @param row of which
 * @param problems where they go
 */
record RowCells(Row row, Problems problems) {

    /** The text of a cell; nothing where the cell is empty, is not there, or has more than a text. */
    Optional<String> text(@Nullable String column) {
        JsonNode cell = column == null ? null : row.cells().get(column);
        if (column == null || cell == null) {
            return Optional.empty();
        }
        if (cell.isContainerNode()) {
            problems.add(
                    row.where(),
                    "'" + column + "' is no text, but '" + ImageLabel.excerpt(cell) + "', and is not used",
                    "write a text");
            return Optional.empty();
        }
        return Cells.text(cell).map(text -> whole(column, text));
    }

    /** The texts of a list; nothing where it is not a list of texts, or one of its items is not a text. */
    Optional<List<String>> texts(String column, JsonNode cell, String separator) {
        Optional<List<String>> texts = Cells.list(cell, separator);
        if (texts.isEmpty()) {
            problems.add(
                    row.where(),
                    "'" + column + "' is no list of texts, but '" + ImageLabel.excerpt(cell) + "', and is not used",
                    "write a list of texts, [\"A\", \"B\"]");
        }
        return texts.map(list -> list.stream().map(text -> whole(column, text)).toList());
    }

    private String whole(String column, String text) {
        String whole = Cells.whole(text);
        if (!whole.equals(text)) {
            problems.add(
                    row.where(),
                    "'" + column + "' has half a character (a surrogate by itself), which is read as \uFFFD",
                    "write the whole character, or leave it away");
        }
        return whole;
    }
}
