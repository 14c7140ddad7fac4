package dev.clue.eval.store;

import dev.clue.error.ModelUnfitException;
import dev.clue.eval.store.CallStore.Timed;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageTextEncoder;
import dev.clue.model.ModelIdentity;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * An image-text encoder whose vectors are kept.
 *
 * @param encoder who computes what is missing
 * @param store where vectors are kept
 */
public record RecordedEncoder(ImageTextEncoder encoder, CallStore store) implements ImageTextEncoder {

    @Override
    public ModelIdentity identity() {
        return encoder.identity();
    }

    @Override
    public List<float[]> embedImage(RgbImage image) {
        String key = CallStore.key("image", identity().digest(), image.sha256());
        return store.replay(Call.Embedded.class, key)
                .map(Call.Embedded::vectors)
                .orElseGet(() -> {
                    Timed<List<float[]>> views = Timed.of(() -> encoder.embedImage(image));
                    store.keep(key, new Call.Embedded(views.result(), views.millis()));
                    return views.result();
                });
    }

    @Override
    public List<float[]> embedTexts(List<String> texts) {
        Map<String, float[]> known = new LinkedHashMap<>();
        Set<String> missing = new LinkedHashSet<>();
        for (String text : texts) {
            store.replay(Call.Embedded.class, key(text))
                    .ifPresentOrElse(call -> known.put(text, call.vectors().getFirst()), () -> missing.add(text));
        }
        if (!missing.isEmpty()) {
            known.putAll(compute(List.copyOf(missing)));
        }
        return texts.stream().map(known::get).map(Objects::requireNonNull).toList();
    }

    @Override
    public boolean fits(String text) {
        return encoder.fits(text);
    }

    @Override
    public OptionalDouble relevanceThreshold() {
        return encoder.relevanceThreshold();
    }

    /** Closes the encoder; the store stays open. */
    @Override
    public void close() {
        encoder.close();
    }

    private Map<String, float[]> compute(List<String> texts) {
        Timed<List<float[]>> vectors = Timed.of(() -> encoder.embedTexts(texts));
        if (vectors.result().size() != texts.size()) {
            throw new ModelUnfitException("the image-text encoder gave "
                    + vectors.result().size() + " vectors for " + texts.size()
                    + " texts; use another encoder or repair this one");
        }
        Map<String, float[]> computed = new LinkedHashMap<>();
        Map<String, Call.Embedded> calls = new LinkedHashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            float[] vector = vectors.result().get(i);
            calls.put(key(texts.get(i)), new Call.Embedded(List.of(vector), vectors.millis() / texts.size()));
            computed.put(texts.get(i), vector);
        }
        store.keep(calls);
        return computed;
    }

    private String key(String text) {
        return CallStore.key("text", identity().digest(), text);
    }
}
