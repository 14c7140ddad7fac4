package dev.clue.eval.store;

import dev.clue.eval.store.CallStore.Timed;
import dev.clue.image.RgbImage;
import dev.clue.model.ImageDomain;

/**
 * An image domain whose measurements are kept.
 *
 * @param domain who measures what is missing
 * @param digest of the models that the domain belongs to
 * @param store where measurements are kept
 */
public record RecordedDomain(ImageDomain domain, String digest, CallStore store) implements ImageDomain {

    @Override
    public Familiarity familiarity(RgbImage image) {
        String key = CallStore.key("domain", digest, image.sha256());
        return store.replay(Call.Familiar.class, key)
                .map(call -> new Familiarity(call.distance(), call.limit(), call.advice()))
                .orElseGet(() -> {
                    Timed<Familiarity> measured = Timed.of(() -> domain.familiarity(image));
                    Familiarity result = measured.result();
                    store.keep(
                            key,
                            new Call.Familiar(result.distance(), result.limit(), result.advice(), measured.millis()));
                    return result;
                });
    }
}
