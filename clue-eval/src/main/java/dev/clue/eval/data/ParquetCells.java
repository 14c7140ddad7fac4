package dev.clue.eval.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cells of Parquet as JSON. Where the datasets library stores a class as its number, the cell is the name of the
 * class.
 *
 * @param classNames names by column
 */
record ParquetCells(Map<String, List<String>> classNames) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DATASETS_METADATA = "huggingface";

    static ParquetCells of(FileMetaData metadata) {
        Map<String, List<String>> classNames = new HashMap<>();
        String text = metadata.keyValueMetadata().get(DATASETS_METADATA);
        if (text != null) {
            features(text).properties().forEach(feature -> {
                List<String> names = new ArrayList<>();
                names(feature.getValue()).forEach(name -> names.add(name.asText()));
                if (!names.isEmpty()) {
                    classNames.put(feature.getKey(), names);
                }
            });
        }
        return new ParquetCells(classNames);
    }

    /** The cell; JSON's null where it is empty. */
    JsonNode cell(String column, @Nullable Object value) {
        return json(value, classNames.getOrDefault(column, List.of()));
    }

    private static JsonNode features(String metadata) {
        try {
            return MAPPER.readTree(metadata).path("info").path("features");
        } catch (JsonProcessingException e) {
            return JSON.objectNode(); // somebody else's: numbers stay numbers
        }
    }

    /** Of a class, or of a list of classes as either version of the library writes it. */
    private static JsonNode names(JsonNode feature) {
        JsonNode element = feature.has("feature") ? feature.path("feature") : feature.path(0);
        return feature.has("names") ? feature.path("names") : element.path("names");
    }

    private static JsonNode json(@Nullable Object value, List<String> names) {
        return switch (value) {
            case null -> JSON.nullNode();
            case Boolean truth -> JSON.booleanNode(truth);
            case Integer number -> whole(number, names);
            case Long number -> whole(number, names);
            case Float number -> JSON.numberNode(number);
            case Double number -> JSON.numberNode(number);
            case PqList list -> {
                ArrayNode array = JSON.arrayNode();
                list.values().forEach(each -> array.add(json(each, names)));
                yield array;
            }
            case PqStruct struct -> {
                ObjectNode object = JSON.objectNode();
                for (int i = 0; i < struct.getFieldCount(); i++) {
                    String field = struct.getFieldName(i);
                    object.set(field, json(struct.getValue(field), List.of()));
                }
                yield object;
            }
            case PqMap map -> {
                ObjectNode object = JSON.objectNode();
                map.getEntries()
                        .forEach(
                                entry -> object.set(String.valueOf(entry.getKey()), json(entry.getValue(), List.of())));
                yield object;
            }
            default -> JSON.textNode(value.toString());
        };
    }

    private static JsonNode whole(long number, List<String> names) {
        return number >= 0 && number < names.size() ? JSON.textNode(names.get((int) number)) : JSON.numberNode(number);
    }
}
