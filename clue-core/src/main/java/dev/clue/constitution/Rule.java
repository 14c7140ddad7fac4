package dev.clue.constitution;

import java.util.List;

/**
 * A rule that is ready to judge by: violated if and only if all its preconditions hold.
 *
 * @param id stable name, unique in its constitution
 * @param text the rule as its author wrote it
 * @param objectified the objective form that the relevance scan compares with the image; the text itself where
 *     nobody wrote another
 * @param mapsTo categories of the OpenAI moderation interface that a violation maps to, perhaps none
 * @param preconditions the chain, at least one
 */
public record Rule(String id, String text, String objectified, List<String> mapsTo, List<Precondition> preconditions) {

    /** @throws IllegalArgumentException if the chain is empty */
    public Rule {
        mapsTo = List.copyOf(mapsTo);
        preconditions = List.copyOf(preconditions);
        if (preconditions.isEmpty()) {
            throw new IllegalArgumentException("rule " + id + " has no preconditions");
        }
    }
}
