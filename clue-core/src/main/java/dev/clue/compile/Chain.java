package dev.clue.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.Statement;
import java.util.List;
import java.util.function.Predicate;

/**
 * A chain without objects: a conjunction of choices between statements (paper section 3.3).
 *
 * @param preconditions each a list of alternatives, none empty
 */
record Chain(List<List<String>> preconditions) {

    private static final ObjectMapper JSON = new ObjectMapper();

    Chain {
        preconditions = preconditions.stream().map(List::copyOf).toList();
    }

    /** The chain of an entry. */
    static Chain of(LockEntry entry) {
        return new Chain(entry.preconditions().stream()
                .map(precondition ->
                        precondition.any().stream().map(Statement::text).toList())
                .toList());
    }

    /** Each statement once, in the order of the chain. */
    List<String> statements() {
        return preconditions.stream().flatMap(List::stream).distinct().toList();
    }

    /** Whether the rule is violated where these statements are true. */
    boolean violatedWhere(Predicate<String> isTrue) {
        return preconditions.stream()
                .allMatch(alternatives -> alternatives.stream().anyMatch(isTrue));
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(preconditions);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
