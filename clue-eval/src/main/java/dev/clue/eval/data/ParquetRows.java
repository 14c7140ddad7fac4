package dev.clue.eval.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.eval.data.ParquetFile.Group;
import dev.hardwood.metadata.Statistics;
import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqStruct;
import dev.hardwood.schema.ColumnProjection;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a Parquet file, one row group after another, so that a damaged one does not take the others with
 * it.
 *
 * @param name what messages call the file
 * @param imageColumn column of the image
 * @param imageLeaf path of the column that has the images' bytes, or null where there is none
 * @param images the same column, for reading images later
 * @param wanted paths of the columns that are read now
 * @param cells their values as JSON
 */
record ParquetRows(
        String name,
        String imageColumn,
        @Nullable String imageLeaf,
        @Nullable ParquetImages images,
        List<String> wanted,
        ParquetCells cells) {

    private static final String ADVICE = "write the file anew, or take these rows out of it";

    void read(ParquetFile file, Group group, Problems problems, Consumer<Row> consumer) {
        if (wanted.isEmpty()) {
            readImagesAlone(file, group, problems, consumer);
            return;
        }
        long done = 0;
        try (RowReader rows = open(file, group)) {
            BitSet without = withoutImage(file, group);
            for (Row row = next(rows, group, done, without); row != null; row = next(rows, group, done, without)) {
                done++;
                consumer.accept(row);
            }
            if (done < group.rows()) {
                throw new IOException("they are not there");
            }
        } catch (IOException e) {
            leaveOut(group, done, e, problems);
        }
    }

    /** A reader of rows needs a column; where there are images alone, each row still has its place and no cell. */
    private void readImagesAlone(ParquetFile file, Group group, Problems problems, Consumer<Row> consumer) {
        try {
            BitSet without = withoutImage(file, group);
            for (long done = 0; done < group.rows(); done++) {
                consumer.accept(
                        row(group.first() + done, JsonNodeFactory.instance.objectNode(), without.get((int) done)));
            }
        } catch (IOException e) {
            leaveOut(group, 0, e, problems);
        }
    }

    private void leaveOut(Group group, long done, IOException why, Problems problems) {
        long last = group.first() + group.rows() - 1;
        problems.add(
                name + "#" + (group.first() + done),
                "the rows from here to #" + last + " cannot be read and are left out (" + why.getMessage() + ")",
                ADVICE);
    }

    private RowReader open(ParquetFile file, Group group) throws IOException {
        file.check(group, this::isWanted);
        try {
            return file.reader()
                    .buildRowReader()
                    .projection(ColumnProjection.columns(wanted.toArray(String[]::new)))
                    .filter(group.only())
                    .build();
        } catch (RuntimeException e) {
            throw new IOException(ParquetFile.reason(e), e);
        }
    }

    private boolean isWanted(String leaf) {
        return wanted.stream().anyMatch(path -> leaf.equals(path) || leaf.startsWith(path + "."));
    }

    private @Nullable Row next(RowReader rows, Group group, long done, BitSet without) throws IOException {
        try {
            if (!rows.hasNext()) {
                return null;
            }
            rows.next();
            boolean withoutImage = without.get((int) done);
            return row(group.first() + done, cells(rows, withoutImage), withoutImage);
        } catch (RuntimeException e) {
            throw new IOException(ParquetFile.reason(e), e);
        }
    }

    private ObjectNode cells(RowReader rows, boolean withoutImage) {
        ObjectNode found = JsonNodeFactory.instance.objectNode();
        for (String path : wanted) {
            boolean isPathOfImage = imageLeaf != null && path.startsWith(imageColumn + ".");
            JsonNode cell = isPathOfImage
                    ? pathOfImage(rows, withoutImage)
                    : cells.cell(path, rows.isNull(path) ? null : rows.getValue(path));
            if (cell != null) {
                found.set(isPathOfImage ? imageColumn : path, cell);
            }
        }
        return found;
    }

    private Row row(long number, ObjectNode found, boolean withoutImage) {
        boolean inline = images != null && !withoutImage;
        return new Row(
                name + "#" + number,
                found,
                inline && images != null ? new ParquetImage(images, number, images.file() + "#" + number) : null);
    }

    /** Where the image is, if it is not here. */
    private @Nullable JsonNode pathOfImage(RowReader rows, boolean withoutImage) {
        PqStruct struct = withoutImage ? rows.getStruct(imageColumn) : null;
        return struct == null || struct.isNull(ParquetTable.PATH)
                ? null
                : JsonNodeFactory.instance.textNode(struct.getString(ParquetTable.PATH));
    }

    /** Which rows of the group have no image. The bytes are looked at only where the file does not say. */
    private BitSet withoutImage(ParquetFile file, Group group) throws IOException {
        BitSet without = new BitSet();
        if (imageLeaf == null || hasAllImages(file, group, imageLeaf)) {
            return without;
        }
        file.check(group, imageLeaf::equals);
        try (ColumnReader column = file.reader()
                .buildColumnReader(imageLeaf)
                .filter(group.only())
                .batchSize(1)
                .build()) {
            for (int i = 0; column.nextBatch(); i++) {
                byte[][] values = column.getBinaries();
                without.set(
                        i,
                        values.length == 0
                                || values[0] == null
                                || column.getLeafValidity().isNull(0));
            }
        } catch (RuntimeException e) {
            throw new IOException(ParquetFile.reason(e), e);
        }
        return without;
    }

    private static boolean hasAllImages(ParquetFile file, Group group, String leaf) {
        int index = file.reader().getFileSchema().getColumn(leaf).columnIndex();
        Statistics statistics = group.chunks().get(index).metaData().statistics();
        Long nulls = statistics == null ? null : statistics.nullCount();
        return nulls != null && nulls == 0;
    }
}
