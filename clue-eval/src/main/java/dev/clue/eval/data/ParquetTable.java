package dev.clue.eval.data;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Parquet, with the images inside: as a column of bytes, or as a column of {@code bytes} and {@code path} as the
 * datasets library writes it. Images are not read here.
 *
 * @param file where
 * @param name what messages call it
 */
record ParquetTable(Path file, String name) implements Table {

    private static final String BYTES = "bytes";
    static final String PATH = "path";

    @Override
    public List<String> columns() throws IOException, TableException {
        try (ParquetFile parquet = open()) {
            return fields(parquet).stream().map(SchemaNode::name).toList();
        }
    }

    @Override
    public void rows(Columns columns, Problems problems, Consumer<Row> consumer) throws IOException, TableException {
        try (ParquetFile parquet = open()) {
            List<SchemaNode> fields = fields(parquet);
            Optional<String> leaf = fields.stream()
                    .filter(field -> field.name().equals(columns.image()))
                    .flatMap(field -> leafOfBytes(field).stream())
                    .findFirst();
            ParquetRows rows = new ParquetRows(
                    name,
                    columns.image(),
                    leaf.orElse(null),
                    leaf.map(path -> new ParquetImages(file, path)).orElse(null),
                    wanted(fields, columns, leaf.isPresent()),
                    ParquetCells.of(parquet.reader().getFileMetaData()));
            for (ParquetFile.Group group : parquet.groups()) {
                rows.read(parquet, group, problems, consumer);
            }
        }
    }

    private ParquetFile open() throws TableException {
        try {
            return ParquetFile.open(file);
        } catch (IOException e) {
            throw new TableException("not a Parquet file, or a damaged one (" + e.getMessage() + ")", "write it anew");
        }
    }

    private static List<SchemaNode> fields(ParquetFile parquet) {
        return parquet.reader().getFileSchema().getRootNode().children();
    }

    /** Where the bytes of an image are, if the column holds images. */
    private static Optional<String> leafOfBytes(SchemaNode field) {
        return switch (field) {
            case PrimitiveNode leaf when isBinary(leaf) -> Optional.of(leaf.name());
            case GroupNode group
            when group.children().stream()
                    .anyMatch(child ->
                            child instanceof PrimitiveNode leaf && leaf.name().equals(BYTES) && isBinary(leaf)) ->
                Optional.of(group.name() + "." + BYTES);
            default -> Optional.empty();
        };
    }

    private static boolean isBinary(PrimitiveNode leaf) {
        return leaf.type() == PhysicalType.BYTE_ARRAY && !(leaf.logicalType() instanceof LogicalType.StringType);
    }

    /** All leaves that are read now: not the bytes of images. */
    private static List<String> wanted(List<SchemaNode> fields, Columns columns, boolean inline) {
        List<String> wanted = new ArrayList<>();
        for (SchemaNode field : fields) {
            boolean isImage = field.name().equals(columns.image());
            if (isImage && inline) {
                if (field instanceof GroupNode group
                        && group.children().stream()
                                .anyMatch(child -> child.name().equals(PATH))) {
                    wanted.add(field.name() + "." + PATH);
                }
            } else if (isImage || columns.others().contains(field.name())) {
                wanted.add(field.name());
            }
        }
        return wanted;
    }
}
