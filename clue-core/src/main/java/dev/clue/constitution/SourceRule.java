package dev.clue.constitution;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule as its author wrote it.
 *
 * @param id unique in its constitution
 * @param text the rule, one line
 * @param objectified the objective form, or null where the author wrote none
 * @param mapsTo categories of {@link ModerationCategories}, perhaps none
 * @param preconditions the chain written by hand; empty where the compiler is to write it
 * @param line where the rule starts in its file, from 1
 * @param column where the rule starts in its line, from 1
 */
public record SourceRule(
        String id,
        String text,
        @Nullable String objectified,
        List<String> mapsTo,
        List<Precondition> preconditions,
        int line,
        int column) {

    /** Copies the lists. */
    public SourceRule {
        mapsTo = List.copyOf(mapsTo);
        preconditions = List.copyOf(preconditions);
    }

    /** Whether the author wrote the chain, so that no lock entry is needed or used. */
    public boolean isHandwritten() {
        return !preconditions.isEmpty();
    }

    /**
     * Digest of what the compiler reads of this rule, its text and its objective form: 64 hex digits. A lock entry
     * that holds another digest is stale.
     */
    public String sha256() {
        return Digests.ofSourceRule(this);
    }
}
