package dev.clue.onnx;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * {@code clue.json}, which a model's makers may lay beside {@code config.json}: how the model is meant to be used by
 * clue. Published folders have none.
 *
 * @param relevanceThreshold the cosine from which a rule is relevant
 * @param smallRegion the share of an image below which a detector's region is looked at enlarged
 * @param tiles the parts of an image in which a detector looks, too
 * @param queryTemplate what a detector is asked, with {@code {object}} in the place of the object's name
 */
record Settings(
        OptionalDouble relevanceThreshold, OptionalDouble smallRegion, Tiles tiles, Optional<String> queryTemplate) {

    static final String OBJECT = "{object}";
    static final String FILE = "clue.json";
    private static final String SMALL_REGION = "small_region";
    private static final String TILES = "tiles";

    static Settings of(ModelFolder folder) {
        Optional<ConfigFile> file = folder.optionalConfig(FILE);
        if (file.isEmpty()) {
            return new Settings(OptionalDouble.empty(), OptionalDouble.empty(), Tiles.NONE, Optional.empty());
        }
        ConfigFile config = file.get();
        Optional<String> template = config.text("query_template");
        if (template.isPresent() && !template.get().contains(OBJECT)) {
            throw config.wrong("query_template", "a text with " + OBJECT, config.find("query_template"));
        }
        OptionalDouble small = number(config, SMALL_REGION);
        if (small.isPresent() && !(small.getAsDouble() >= 0 && small.getAsDouble() <= 1)) {
            throw config.wrong(SMALL_REGION, "a share of the image, from 0 to 1", config.find(SMALL_REGION));
        }
        return new Settings(number(config, "relevance_threshold"), small, tiles(config), template);
    }

    private static Tiles tiles(ConfigFile config) {
        int perSide = config.optionalInt(TILES).orElse(1);
        if (perSide < 1 || perSide > Tiles.MOST) {
            throw config.wrong(TILES, "a number of tiles along a side, from 1 to " + Tiles.MOST, config.find(TILES));
        }
        return new Tiles(perSide);
    }

    private static OptionalDouble number(ConfigFile config, String name) {
        double number = config.number(name, Double.NaN);
        return Double.isNaN(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }
}
