package dev.clue.eval.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** What scikit-learn, scipy and statsmodels say: written by src/test/goldens/make_goldens.py. */
final class Golden {

    private static final JsonNode ROOT = read("metrics.json");
    private static final JsonNode PAIRS = read("pairs.json");

    private Golden() {}

    static JsonNode part(String name) {
        return ROOT.required(name);
    }

    /** Of images in pairs, and under several policies: written by src/test/goldens/make_pair_goldens.py. */
    static JsonNode pairs(String name) {
        return PAIRS.required(name);
    }

    static List<Scored> items(JsonNode set) {
        return items(set.get("labels"), set.get("decisions"), set.get("scores"));
    }

    static List<Scored> items(JsonNode labels, JsonNode decisions, JsonNode scores) {
        List<Scored> items = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            items.add(new Scored(
                    labels.get(i).asInt() == 1,
                    decisions.get(i).asInt() == 1,
                    scores.get(i).asDouble()));
        }
        return items;
    }

    /** Decisions are scores of at least a half. */
    static List<Scored> items(JsonNode labels, JsonNode scores) {
        List<Scored> items = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            double score = scores.get(i).asDouble();
            items.add(new Scored(labels.get(i).asInt() == 1, score >= 0.5, score));
        }
        return items;
    }

    static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode read(String name) {
        try (InputStream file = Objects.requireNonNull(Golden.class.getResourceAsStream("/goldens/" + name), name)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
