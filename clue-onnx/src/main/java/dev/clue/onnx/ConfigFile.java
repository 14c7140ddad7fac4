package dev.clue.onnx;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.error.ModelUnfitException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** A JSON file of a model folder, read by dotted keys; what is missing or of the wrong type names file and key. */
final class ConfigFile {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Path path;
    private final JsonNode root;

    private ConfigFile(Path path, JsonNode root) {
        this.path = path;
        this.root = root;
    }

    /** @throws ModelUnfitException if the file cannot be read or is not a JSON object */
    static ConfigFile read(Path path) {
        JsonNode root;
        try {
            root = MAPPER.readTree(path.toFile());
        } catch (JacksonException e) {
            throw new ModelUnfitException(
                    path + " is not valid JSON: " + e.getOriginalMessage() + ". Fetch the model folder again.", e);
        } catch (IOException e) {
            throw new ModelUnfitException(path + " cannot be read: " + e.getMessage(), e);
        }
        if (root == null || !root.isObject()) {
            throw new ModelUnfitException(path + " holds no JSON object. Fetch the model folder again.");
        }
        return new ConfigFile(path, root);
    }

    /** The part of this file under a key, with errors that still name this file; empty if there is none. */
    Optional<ConfigFile> part(String key) {
        JsonNode node = find(key);
        return node.isObject() ? Optional.of(new ConfigFile(path, node)) : Optional.empty();
    }

    Path path() {
        return path;
    }

    JsonNode find(String key) {
        JsonNode node = root;
        for (String step : key.split("\\.", -1)) {
            node = node.path(step);
        }
        return node;
    }

    int requireInt(String key) {
        JsonNode node = find(key);
        if (!node.isInt()) {
            throw wrong(key, "a whole number", node);
        }
        return node.intValue();
    }

    OptionalInt optionalInt(String key) {
        JsonNode node = find(key);
        if (node.isMissingNode() || node.isNull()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(requireInt(key));
    }

    double number(String key, double ifAbsent) {
        JsonNode node = find(key);
        if (node.isMissingNode() || node.isNull()) {
            return ifAbsent;
        }
        if (!node.isNumber()) {
            throw wrong(key, "a number", node);
        }
        return node.doubleValue();
    }

    boolean flag(String key, boolean ifAbsent) {
        JsonNode node = find(key);
        if (node.isMissingNode() || node.isNull()) {
            return ifAbsent;
        }
        if (!node.isBoolean()) {
            throw wrong(key, "true or false", node);
        }
        return node.booleanValue();
    }

    Optional<String> text(String key) {
        JsonNode node = find(key);
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    /** Three numbers, one a colour channel. */
    double[] channels(String key, double[] ifAbsent) {
        JsonNode node = find(key);
        if (node.isMissingNode() || node.isNull()) {
            return ifAbsent;
        }
        if (node.size() != 3) {
            throw wrong(key, "a list of three numbers", node);
        }
        double[] values = new double[3];
        for (int i = 0; i < 3; i++) {
            if (!node.path(i).isNumber()) {
                throw wrong(key, "a list of three numbers", node);
            }
            values[i] = node.path(i).doubleValue();
        }
        return values;
    }

    ModelUnfitException wrong(String key, String wanted, JsonNode found) {
        String what = found.isMissingNode() ? "missing" : "" + found;
        return new ModelUnfitException(path + ": \"" + key + "\" must be " + wanted + " but is " + what
                + ". The file does not belong to a model that clue can run, or is damaged: fetch it again.");
    }
}
