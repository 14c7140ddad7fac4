package dev.clue.constitution;

import java.util.List;

/**
 * What the author wrote: the content of a {@code *.clue.yaml}, before the lock is taken in.
 *
 * @param id the constitution's name
 * @param version its author's version number, at least 1
 * @param rules in the order of the file, at least one, each id once
 */
public record ConstitutionSource(String id, int version, List<SourceRule> rules) {

    /** Copies the rules. */
    public ConstitutionSource {
        rules = List.copyOf(rules);
    }
}
