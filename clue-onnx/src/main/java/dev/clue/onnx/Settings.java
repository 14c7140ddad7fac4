package dev.clue.onnx;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code clue.json}, which a model's makers may lay beside {@code config.json}: how the model is meant to be used by
 * clue. Published folders have none.
 *
 * @param relevanceThreshold the cosine from which a rule is relevant
 * @param queryTemplate what a detector is asked, with {@code {object}} in the place of the object's name
 */
record Settings(OptionalDouble relevanceThreshold, Optional<String> queryTemplate) {

    static final String OBJECT = "{object}";
    static final String FILE = "clue.json";

    static Settings of(ModelFolder folder) {
        Optional<ConfigFile> file = folder.optionalConfig(FILE);
        if (file.isEmpty()) {
            return new Settings(OptionalDouble.empty(), Optional.empty());
        }
        ConfigFile config = file.get();
        double threshold = config.number("relevance_threshold", Double.NaN);
        Optional<String> template = config.text("query_template");
        if (template.isPresent() && !template.get().contains(OBJECT)) {
            throw config.wrong("query_template", "a text with " + OBJECT, config.find("query_template"));
        }
        return new Settings(Double.isNaN(threshold) ? OptionalDouble.empty() : OptionalDouble.of(threshold), template);
    }
}
