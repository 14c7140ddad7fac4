package dev.clue.eval.data;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowGroupPredicate;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** An open Parquet file, read by one row group at a time: so no more of it is in memory. */
final class ParquetFile implements Closeable {

    private static final int THREADS = 1;

    private final Path file;
    private final HardwoodContext context;
    private final ParquetFileReader reader;
    private final List<Group> groups;

    private ParquetFile(Path file, HardwoodContext context, ParquetFileReader reader, List<Group> groups) {
        this.file = file;
        this.context = context;
        this.reader = reader;
        this.groups = groups;
    }

    /**
     * Rows that lie together.
     *
     * @param first number of the first, from 0
     * @param rows how many
     * @param only selects them alone
     * @param chunks their columns, as in the schema
     */
    record Group(long first, long rows, RowGroupPredicate only, List<ColumnChunk> chunks) {}

    /** @throws IOException if it cannot be read or is damaged */
    static ParquetFile open(Path file) throws IOException {
        HardwoodContext context = HardwoodContext.create(THREADS);
        try {
            ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file), context);
            return new ParquetFile(file, context, reader, groups(reader));
        } catch (IOException | RuntimeException e) {
            context.close();
            throw new IOException(reason(e), e);
        }
    }

    ParquetFileReader reader() {
        return reader;
    }

    List<Group> groups() {
        return groups;
    }

    private static List<Group> groups(ParquetFileReader reader) {
        List<Group> groups = new ArrayList<>();
        long first = 0;
        for (RowGroup each : reader.getFileMetaData().rowGroups()) {
            if (each.numRows() > 0) { // of one without rows nothing can be read
                groups.add(new Group(first, each.numRows(), range(each), each.columns()));
            }
            first += each.numRows();
        }
        return groups;
    }

    /**
     * Must be called before columns of a group are read.
     *
     * @param leaves which, by their paths
     * @throws IOException if they are compressed in a way that cannot be read, or their pages are damaged
     */
    void check(Group group, Predicate<String> leaves) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            for (ColumnChunk chunk : group.chunks()) {
                if (leaves.test(chunk.metaData().pathInSchema().toString())) {
                    requireReadable(chunk.metaData());
                    ParquetPages.check(channel, chunk.metaData(), chunk.chunkStartOffset());
                }
            }
        }
    }

    /** The others need libraries that clue does not have; the reader would ask its users to add them. */
    private static void requireReadable(ColumnMetaData column) throws IOException {
        switch (column.codec()) {
            case UNCOMPRESSED, SNAPPY, GZIP, ZSTD -> {
                // these are read
            }
            case LZO, BROTLI, LZ4, LZ4_RAW ->
                throw new IOException("column " + column.pathInSchema() + " is compressed with " + column.codec()
                        + "; what can be read is snappy, gzip, zstd and no compression");
        }
    }

    private static RowGroupPredicate range(RowGroup group) {
        long start = Long.MAX_VALUE;
        long end = 0;
        for (ColumnChunk chunk : group.columns()) {
            start = Math.min(start, chunk.chunkStartOffset());
            end = Math.max(end, chunk.chunkStartOffset() + chunk.metaData().totalCompressedSize());
        }
        return RowGroupPredicate.byteRange(start, end);
    }

    /** What the innermost cause says, which is the one that knows. */
    static String reason(Throwable problem) {
        Throwable innermost = problem;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        return message == null || message.isBlank() ? innermost.getClass().getSimpleName() : message;
    }

    @Override
    public void close() throws IOException {
        try (context) {
            reader.close();
        }
    }
}
