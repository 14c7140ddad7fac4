package dev.clue.model;

import dev.clue.image.RgbImage;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * An encoder without meaning: vectors are drawn by a seed and the content.
 *
 * @param seed the seed
 * @param longest characters that fit
 */
public record RandomEncoder(long seed, int longest) implements ImageTextEncoder {

    private static final int DIMENSIONS = 4;

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity("random-encoder", Hashes.digest("encoder " + seed));
    }

    @Override
    public List<float[]> embedImage(RgbImage image) {
        return List.of(
                vector(Hashes.random(seed, image, "whole image")), vector(Hashes.random(seed, image, "its middle")));
    }

    @Override
    public List<float[]> embedTexts(List<String> texts) {
        return texts.stream()
                .map(text -> text.substring(0, Math.min(text.length(), longest)))
                .map(text -> vector(Hashes.random(seed, null, text)))
                .toList();
    }

    @Override
    public boolean fits(String text) {
        return text.length() <= longest;
    }

    @Override
    public OptionalDouble relevanceThreshold() {
        return OptionalDouble.of(0.1);
    }

    @Override
    public void close() {}

    private static float[] vector(Random random) {
        double[] values = new double[DIMENSIONS];
        double length = 0;
        for (int i = 0; i < DIMENSIONS; i++) {
            values[i] = random.nextGaussian();
            length += values[i] * values[i];
        }
        float[] vector = new float[DIMENSIONS];
        for (int i = 0; i < DIMENSIONS; i++) {
            vector[i] = (float) (values[i] / Math.sqrt(length));
        }
        return vector;
    }
}
