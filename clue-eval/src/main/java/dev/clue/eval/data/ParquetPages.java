package dev.clue.eval.data;

import dev.hardwood.metadata.ColumnMetaData;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Checks that the pages of a column chunk lie one after another and fill it. The reader trusts the sizes in the headers
 * of pages, and does not come back from a damaged one.
 */
final class ParquetPages {

    private static final int FIRST_PEEK = 1 << 12;
    private static final int LONGEST_HEADER = 1 << 26;
    private static final int DICTIONARY_PAGE = 2;

    private ParquetPages() {}

    /** What a header says; {@code length} is its own. */
    private record Header(int length, int type, int uncompressedSize, int compressedSize, int values) {}

    /** @throws IOException if they do not, saying where */
    static void check(FileChannel file, ColumnMetaData column, long start) throws IOException {
        long size = file.size();
        if (start < 0 || column.totalCompressedSize() < 0 || column.totalCompressedSize() > size - start) {
            throw damaged(column, "lies outside of the file");
        }
        long end = start + column.totalCompressedSize();
        long values = 0;
        for (long at = start; at < end && values < column.numValues(); ) {
            Header header = header(file, column, at, end);
            if (header.compressedSize < 0 || header.uncompressedSize < 0 || header.values < 0) {
                throw damaged(column, "has a page of a negative size");
            }
            at += header.length + (long) header.compressedSize;
            if (at > end) {
                throw damaged(column, "has a page that is longer than the column");
            }
            values += header.type == DICTIONARY_PAGE ? 0 : header.values;
        }
        if (values != column.numValues()) {
            throw damaged(column, "has " + values + " values in its pages, and should have " + column.numValues());
        }
    }

    private static Header header(FileChannel file, ColumnMetaData column, long at, long end) throws IOException {
        long most = Math.min(end - at, LONGEST_HEADER);
        for (long peek = Math.min(FIRST_PEEK, most); ; peek = Math.min(peek * 2, most)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) peek);
            while (bytes.hasRemaining() && file.read(bytes, at + bytes.position()) >= 0) {
                // until it is full
            }
            try {
                return parse(bytes.flip());
            } catch (BufferUnderflowException e) {
                if (peek == most) {
                    throw damaged(column, "ends in the header of a page");
                }
            } catch (IllegalArgumentException e) {
                throw damaged(column, "has a page with a damaged header");
            }
        }
    }

    /** Fields of a page header: parquet.thrift of the format's specification. */
    private static Header parse(ByteBuffer bytes) {
        int[] sizes = new int[4];
        int[] values = new int[1];
        CompactStruct.read(bytes, (field, type, in) -> {
            switch (field) {
                case 1, 2, 3 -> sizes[field] = CompactStruct.integer(type, in);
                case 5, 7, 8 ->
                    CompactStruct.nested(type, in, (inner, innerType, rest) -> {
                        if (inner == 1) {
                            values[0] = CompactStruct.integer(innerType, rest);
                        } else {
                            CompactStruct.skip(innerType, rest);
                        }
                    });
                default -> CompactStruct.skip(type, in);
            }
        });
        return new Header(bytes.position(), sizes[1], sizes[2], sizes[3], values[0]);
    }

    private static IOException damaged(ColumnMetaData column, String what) {
        return new IOException("column " + column.pathInSchema() + " " + what);
    }
}
