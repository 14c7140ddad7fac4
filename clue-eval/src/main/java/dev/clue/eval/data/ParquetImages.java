package dev.clue.eval.data;

import dev.hardwood.reader.ColumnReader;
import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images in a column of a Parquet file. A page of Parquet can be read from its beginning only, so a read keeps the
 * images that follow the one asked for: whoever reads them in turn decodes each page few times. Used by several
 * threads at once.
 */
final class ParquetImages {

    /** A read keeps no more images once they have this many bytes together. */
    static final long WINDOW_BYTES = 32L << 20;

    private final Path file;
    private final String leaf;
    private SoftReference<Window> kept = new SoftReference<>(null);

    /** @param leaf path of the column that has the bytes, such as {@code image.bytes} */
    ParquetImages(Path file, String leaf) {
        this.file = file;
        this.leaf = leaf;
    }

    private record Window(long first, List<byte[]> images) {

        boolean has(long row) {
            return row >= first && row < first + images.size();
        }
    }

    Path file() {
        return file;
    }

    /** The image of a row, from 0. */
    synchronized byte[] at(long row) throws IOException {
        Window window = kept.get();
        if (window == null || !window.has(row)) {
            window = read(row);
            kept = new SoftReference<>(window);
        }
        return window.images.get((int) (row - window.first)).clone();
    }

    private Window read(long row) throws IOException {
        try (ParquetFile parquet = ParquetFile.open(file)) {
            for (ParquetFile.Group group : parquet.groups()) {
                if (row >= group.first() && row < group.first() + group.rows()) {
                    return read(parquet, group, row);
                }
            }
            throw new IOException("it is not there any more: the file has changed since the set was read");
        } catch (IOException | RuntimeException e) {
            throw new IOException(ParquetFile.reason(e), e);
        }
    }

    private Window read(ParquetFile parquet, ParquetFile.Group group, long row) throws IOException {
        parquet.check(group, leaf::equals);
        List<byte[]> images = new ArrayList<>();
        long bytes = 0;
        try (ColumnReader column = parquet.reader()
                .buildColumnReader(leaf)
                .filter(group.only())
                .batchSize(1)
                .build()) {
            for (long at = group.first(); bytes < WINDOW_BYTES && column.nextBatch(); at++) {
                if (at >= row) {
                    byte[][] values = column.getBinaries();
                    byte[] image = values.length == 1 && values[0] != null ? values[0] : new byte[0];
                    images.add(image);
                    bytes += image.length;
                }
            }
        }
        if (images.isEmpty()) {
            throw new IOException("the rows end before it");
        }
        return new Window(row, images);
    }
}
