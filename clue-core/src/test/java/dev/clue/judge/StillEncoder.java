package dev.clue.judge;

import dev.clue.error.ModelException;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ModelIdentity;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** An encoder in two dimensions whose images lie at (1, 0), and texts at the cosine that a test sets. */
final class StillEncoder implements ImageTextEncoder {

    private final Map<String, Double> cosines = new HashMap<>();
    private int longest = Integer.MAX_VALUE;
    private float imageLength = 1;
    private @Nullable ModelException failure;
    private int textRuns;

    StillEncoder at(String text, double cosine) {
        cosines.put(text, cosine);
        return this;
    }

    StillEncoder longest(int characters) {
        longest = characters;
        return this;
    }

    StillEncoder imageLength(float length) {
        imageLength = length;
        return this;
    }

    StillEncoder failing(@Nullable ModelException e) {
        failure = e;
        return this;
    }

    int textRuns() {
        return textRuns;
    }

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity("still", "sha256:" + "1".repeat(64));
    }

    @Override
    public List<float[]> embedImage(RgbImage image) {
        if (failure != null) {
            throw failure;
        }
        return List.of(new float[] {imageLength, 0});
    }

    @Override
    public List<float[]> embedTexts(List<String> texts) {
        textRuns++;
        return texts.stream()
                .map(text -> {
                    double cosine = cosines.getOrDefault(text, 0.0);
                    return new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
                })
                .toList();
    }

    @Override
    public boolean fits(String text) {
        return text.length() <= longest;
    }

    @Override
    public OptionalDouble relevanceThreshold() {
        return OptionalDouble.empty();
    }

    @Override
    public void close() {}
}
