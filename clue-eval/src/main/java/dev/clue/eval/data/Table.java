package dev.clue.eval.data;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** A file of labels, one row an image. */
sealed interface Table permits JsonLinesTable, CsvTable, ParquetTable {

    /**
     * The names of the columns; in JSON Lines those of the first row. Empty where there is no row.
     *
     * @throws TableException if this is no such table
     */
    List<String> columns() throws IOException, TableException;

    /**
     * Reads the rows one after another. What is wrong with one becomes a problem, and the others are read.
     *
     * @param columns those that are needed
     * @throws TableException if this is no such table
     */
    void rows(Columns columns, Problems problems, Consumer<Row> consumer) throws IOException, TableException;

    /**
     * Columns to read.
     *
     * @param image that of the image: its file's name, or the image itself
     * @param others all others
     */
    record Columns(String image, Collection<String> others) {}
}
