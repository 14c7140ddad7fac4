package dev.clue.constitution;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

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

    /** The texts of all statements in the preconditions of its rules, each once, in the order of the rules. */
    public SequencedSet<String> statementTexts() {
        SequencedSet<String> texts = new LinkedHashSet<>();
        for (Rule rule : rules) {
            for (Precondition precondition : rule.preconditions()) {
                precondition.any().forEach(statement -> texts.add(statement.text()));
            }
        }
        return texts;
    }
}
