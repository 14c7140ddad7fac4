package dev.clue.eval.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The mappings that come with clue. */
final class ReadyMappings {

    /** The most special first: the first that fits is chosen. */
    static final List<ColumnMapping> ALL =
            List.of(load("pictosafe.yaml"), load("unsafebench.yaml"), load("llavaguard.yaml"), load("plain.yaml"));

    private ReadyMappings() {}

    /** The first whose columns are all there. */
    static Optional<ColumnMapping> fitting(List<String> columns) {
        return ALL.stream()
                .filter(mapping -> columns.containsAll(mapping.when()))
                .filter(mapping -> mapping.image().stream().anyMatch(columns::contains))
                .findFirst();
    }

    private static ColumnMapping load(String resource) {
        try (InputStream in = ReadyMappings.class.getResourceAsStream("mapping/" + resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the class path");
            }
            return MappingFile.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), resource, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
