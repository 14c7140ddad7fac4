package dev.clue.constitution;

import java.util.List;

/**
 * A safety policy, ready to judge by.
 *
 * @param id its name
 * @param version its author's version number
 * @param sha256 64 hex digits over everything that can change a verdict: ids, objectified texts, chains, objects
 * @param rules at least one
 */
public record Constitution(String id, int version, String sha256, List<Rule> rules) {

    /** @throws IllegalArgumentException if there is no rule */
    public Constitution {
        rules = List.copyOf(rules);
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("constitution " + id + " has no rules");
        }
    }
}
