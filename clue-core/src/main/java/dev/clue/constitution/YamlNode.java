package dev.clue.constitution;

import java.util.List;

/** A YAML document as its author wrote it: nothing resolved or merged, and every part knows its place. */
sealed interface YamlNode {

    /** Where the node starts. */
    Place place();

    /** What the author would call the node, for messages. */
    String kind();

    /**
     * A place in a file.
     *
     * @param line from 1
     * @param column from 1, in characters
     */
    record Place(int line, int column) {

        static final Place START = new Place(1, 1);
    }

    /** What a scalar is by YAML's core schema; quoted and block scalars are always text. */
    enum ScalarType {
        TEXT("text"),
        INTEGER("a number"),
        FLOAT("a number"),
        BOOLEAN("true or false"),
        NULL("nothing");

        private final String words;

        ScalarType(String words) {
            this.words = words;
        }
    }

    /** One value. */
    record Scalar(Place place, String value, ScalarType type) implements YamlNode {
        @Override
        public String kind() {
            return type.words;
        }
    }

    /** A list. */
    record Sequence(Place place, List<YamlNode> items) implements YamlNode {
        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keys with values, in the order of the file, perhaps with a key twice. */
    record Mapping(Place place, List<Entry> entries) implements YamlNode {
        @Override
        public String kind() {
            return "keys with values";
        }
    }

    /** Something that has been reported already, so nobody reports it again. */
    record Reported(Place place) implements YamlNode {
        @Override
        public String kind() {
            return "something refused";
        }
    }

    /** A key and its value. */
    record Entry(Scalar key, YamlNode value) {}
}
