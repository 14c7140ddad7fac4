package dev.clue.eval.data;

import java.io.IOException;

/**
 * An image in a row of a Parquet file.
 *
 * @param images the column
 * @param row from 0
 * @param uri the file with the row
 */
record ParquetImage(ParquetImages images, long row, String uri) implements ImageSource {

    @Override
    public byte[] bytes() throws IOException {
        return images.at(row);
    }
}
