package dev.clue.onnx;

import com.fasterxml.jackson.databind.JsonNode;

/** Sizes in a {@code preprocessor_config.json}, in each of the forms that published folders use. */
final class Sizes {

    private Sizes() {}

    /** The side of a square: {@code {"height": n, "width": n}}, {@code [n, n]} or {@code n}. */
    static int square(ConfigFile config, String key) {
        JsonNode node = config.find(key);
        int height = node.path("height").asInt(node.path(0).asInt(node.asInt(0)));
        int width = node.path("width").asInt(node.path(1).asInt(node.asInt(0)));
        if (height < 1 || height != width) {
            throw config.wrong(key, "the size of a square", node);
        }
        return height;
    }

    /** The length of the shorter side: {@code {"shortest_edge": n}} or {@code n}. */
    static int shortestEdge(ConfigFile config, String key) {
        JsonNode node = config.find(key);
        int edge = node.path("shortest_edge").asInt(node.asInt(0));
        if (edge < 1) {
            throw config.wrong(key, "a size with \"shortest_edge\"", node);
        }
        return edge;
    }
}
