package dev.clue.eval.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * JSON Lines: an object a line.
 *
 * @param file where
 * @param name what messages call it
 */
record JsonLinesTable(Path file, String name) implements Table {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    @Override
    public List<String> columns() throws IOException, TableException {
        List<String> columns = new ArrayList<>();
        Problems reportedByRows = new Problems();
        try (Lines lines = Lines.of(file, name, reportedByRows)) {
            for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                Optional<Row> row = row(line.get(), reportedByRows);
                if (row.isPresent()) {
                    row.get().cells().fieldNames().forEachRemaining(columns::add);
                    return columns;
                }
            }
        }
        return columns;
    }

    @Override
    public void rows(Columns columns, Problems problems, Consumer<Row> consumer) throws IOException, TableException {
        try (Lines lines = Lines.of(file, name, problems)) {
            for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                row(line.get(), problems).ifPresent(consumer);
            }
        }
    }

    private Optional<Row> row(Lines.Line line, Problems problems) {
        if (line.text().isBlank()) {
            return Optional.empty();
        }
        String where = name + ":" + line.number();
        try {
            JsonNode tree = JSON.readTree(line.text());
            if (tree instanceof ObjectNode cells) {
                return Optional.of(new Row(where, cells, null));
            }
            problems.add(where, "the line is JSON, but no object, and is left out", "write one object a line");
        } catch (JsonProcessingException e) {
            if (line.text().indexOf('\r') >= 0) {
                Lines.carriageReturnInside(where, problems);
                return Optional.empty();
            }
            problems.add(where, "the line is no JSON and is left out (" + reason(e) + ")", "mend the line");
        }
        return Optional.empty();
    }

    /** What the parser says, without its advice to programmers on how to make it accept the line. */
    private static String reason(JsonProcessingException problem) {
        return problem.getOriginalMessage()
                .replaceFirst(": enable `[^`]*` to allow$", "")
                .replaceFirst(", from `[^`]*`", "");
    }
}
