package dev.clue.profile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.clue.error.ConfigurationException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes a profile of the text of its file, and says by field and in words why there is none in it. */
final class ProfileText {

    private static final int LONGEST_EXCERPT = 40;
    private static final String STATEMENTS = "statements";

    private final String file;
    private final ObjectMapper json;

    /** @param file what the file is called, for messages */
    ProfileText(String file, ObjectMapper json) {
        this.file = file;
        this.json = json;
    }

    /** @throws ConfigurationException if the text is no JSON, or a field is missing or is not of its kind, naming it */
    Profile parse(String text) {
        JsonNode tree = tree(text);
        if (!tree.isObject()) {
            throw new ConfigurationException(noProfile(file, "it is no JSON object"));
        }
        requireKnown(tree.path("format"));
        requireStatements(tree);
        try {
            return json.treeToValue(tree, Profile.class);
        } catch (MismatchedInputException e) {
            throw new ConfigurationException(wrong(path(e), node(tree, e.getPath()), kind(e.getTargetType())), e);
        } catch (JsonMappingException e) {
            throw new ConfigurationException(wrong(path(e), node(tree, e.getPath()), otherKind(e)), e);
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(noProfile(file, "it cannot be read"), e);
        }
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new ConfigurationException(
                    noProfile(place == null ? file : file + ":" + place.getLineNr(), "it is no JSON"), e);
        }
    }

    /** Another version may have other fields, so it is said first. */
    private void requireKnown(JsonNode format) {
        if (format.isInt() && format.intValue() != Profile.FORMAT) {
            throw new ConfigurationException(file + ": the profile has format " + format
                    + ", but this clue reads format " + Profile.FORMAT + ": calibrate anew with clue calibrate");
        }
    }

    private void requireStatements(JsonNode tree) {
        JsonNode statements = tree.get(STATEMENTS);
        if (statements == null) {
            return; // missing, like any other field
        }
        if (!statements.isArray()) {
            throw new ConfigurationException(wrong(STATEMENTS, statements, kind(List.class)));
        }
        for (int i = 0; i < statements.size(); i++) {
            if (!statements.get(i).isObject()) {
                throw new ConfigurationException(
                        wrong(STATEMENTS + "[" + i + "]", statements.get(i), kind(Profile.Statement.class)));
            }
        }
    }

    private static String path(JsonMappingException problem) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : problem.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static JsonNode node(JsonNode tree, List<JsonMappingException.Reference> path) {
        JsonNode node = tree;
        for (JsonMappingException.Reference step : path) {
            node = step.getFieldName() == null ? node.path(step.getIndex()) : node.path(step.getFieldName());
        }
        return node;
    }

    private static String otherKind(JsonMappingException problem) {
        return problem.getCause() instanceof InputCoercionException
                ? "a number with fewer digits"
                : "as clue calibrate has written it";
    }

    private static String kind(@Nullable Class<?> type) {
        if (type == null) {
            return "of another kind";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(each -> ((Enum<?>) each).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        return Collection.class.isAssignableFrom(type) ? "a list" : "an object";
    }

    private String wrong(String path, JsonNode found, String kind) {
        return file + ": the profile says what none can say: " + path
                + (found.isMissingNode() ? ": is missing" : ": must be " + kind + ", but is " + excerpt(found))
                + ": mend the field, or calibrate anew with clue calibrate";
    }

    private static String noProfile(String where, String why) {
        return where + ": this is no profile: " + why + ": give a file that clue calibrate has written";
    }

    private static String excerpt(JsonNode found) {
        if (found.isContainerNode()) {
            return found.isArray() ? "a list" : "an object";
        }
        String text = found.toString();
        int most = Math.min(LONGEST_EXCERPT, text.codePointCount(0, text.length()));
        String first = text.substring(0, text.offsetByCodePoints(0, most));
        return first.length() == text.length() ? text : first + "…";
    }
}
