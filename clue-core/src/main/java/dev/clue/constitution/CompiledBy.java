package dev.clue.constitution;

import org.jspecify.annotations.Nullable;

/**
 * Where a lock entry comes from.
 *
 * @param model name of the language model
 * @param modelSha256 digest of its files where it is a local one, else null
 * @param prompts version of the compiler's prompts, or null if unknown
 * @param clue version of clue, or null if unknown
 * @param vocabulary name of the {@link Vocabulary} in whose words the entry was asked for, or null if in any
 * @param vocabularySha256 its digest, or null
 * @param contentSha256 {@link LockEntry#contentSha256} as it was written, so that a change by hand is noticed; null
 *     where the entry was written by hand
 */
public record CompiledBy(
        String model,
        @Nullable String modelSha256,
        @Nullable String prompts,
        @Nullable String clue,
        @Nullable String vocabulary,
        @Nullable String vocabularySha256,
        @Nullable String contentSha256) {

    /** The same with the digest of the content that was written. */
    public CompiledBy withContentSha256(String digest) {
        return new CompiledBy(model, modelSha256, prompts, clue, vocabulary, vocabularySha256, digest);
    }
}
