package dev.clue.constitution;

import java.util.List;

/**
 * A link of a rule's chain: it holds if one of its alternatives holds, and fails if all fail.
 *
 * @param any the alternatives, at least one
 */
public record Precondition(List<Statement> any) {

    /** @throws IllegalArgumentException if there is no alternative */
    public Precondition {
        any = List.copyOf(any);
        if (any.isEmpty()) {
            throw new IllegalArgumentException("a precondition needs at least one statement");
        }
    }
}
