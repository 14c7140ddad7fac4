package dev.clue.model;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * A detector without meaning: boxes and scores are drawn by a seed, the image and the object. About half of the
 * boxes cover less than 1 % of the image, where it is large enough for such boxes.
 */
public record RandomDetector(long seed) implements ObjectDetector {

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity("random-detector", Hashes.digest("detector " + seed));
    }

    @Override
    public List<Detection> detect(RgbImage image, List<String> objects) {
        return objects.stream().map(object -> detect(image, object)).toList();
    }

    @Override
    public OptionalDouble smallRegion() {
        return OptionalDouble.empty();
    }

    @Override
    public void close() {}

    private Detection detect(RgbImage image, String object) {
        Random random = Hashes.random(seed, image, object);
        int part = random.nextBoolean() ? 16 : 2;
        int width = 1 + random.nextInt(Math.max(1, image.width() / part));
        int height = 1 + random.nextInt(Math.max(1, image.height() / part));
        int left = random.nextInt(image.width() - width + 1);
        int top = random.nextInt(image.height() - height + 1);
        double score = random.nextInt(4) == 0 ? 0.05 * random.nextDouble() : random.nextDouble();
        return new Detection(object, new Box(left, top, left + width, top + height), score);
    }
}
