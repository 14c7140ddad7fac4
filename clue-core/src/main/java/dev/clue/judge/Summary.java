package dev.clue.judge;

import org.jspecify.annotations.Nullable;

/** What a model's JSON summary of its reasoning says, paper section 3.5. */
sealed interface Summary {

    /**
     * It has a rating.
     *
     * @param visible whether the content is visible
     * @param rationale the reason given, perhaps cut off, or null where there is none
     */
    record Rated(boolean visible, @Nullable String rationale) implements Summary {}

    /**
     * It has none, or none that can be relied on.
     *
     * @param why in the words of "the model reasoned, but …"
     */
    record Unusable(String why) implements Summary {}
}
