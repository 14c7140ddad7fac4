package dev.clue.model;

import org.jspecify.annotations.Nullable;

/**
 * Which model answered; part of every verdict, and the key under which what a model said is kept.
 *
 * @param name what the user calls the model, such as {@code pictogram}
 * @param digest {@code sha256:} and 64 hex digits over every file that shapes the model's answers; for a
 *     server, over its address and model name
 * @param unproven what the model got wrong when it was asked what nobody gets wrong, where the user let it judge all the
 *     same; null where it got it right, or was not asked because it is local
 */
public record ModelIdentity(
        String name, String digest, @Nullable String unproven) {

    /** One that nothing speaks against. */
    public ModelIdentity(String name, String digest) {
        this(name, digest, null);
    }

    /** The same model, let judge although something speaks against it. */
    public ModelIdentity unproven(String finding) {
        return new ModelIdentity(name, digest, finding);
    }
}
