package dev.clue.eval.method;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.SourceRule;
import dev.clue.constitution.Statement;
import dev.clue.error.ConfigurationException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Constitutions whose rules have no chain: each rule is one statement, its own text, to be asked in the words of {@link
 * BaselineWording#SINGLE_RULE}. Central objects are those of the chain.
 */
final class SingleStatements {

    private SingleStatements() {}

    /** Each rule as its objectified text. */
    static Constitution objectified(Constitution constitution) {
        return new Constitution(
                constitution.id(),
                constitution.version(),
                constitution.sha256(),
                constitution.rules().stream()
                        .map(rule -> single(rule, rule.objectified()))
                        .toList());
    }

    /**
     * Each rule as its author first wrote it, subjectively.
     *
     * @throws ConfigurationException if a rule of the constitution is missing
     */
    static Constitution asWritten(Constitution constitution, ConstitutionSource asWritten) {
        List<Rule> rules = new ArrayList<>();
        for (Rule rule : constitution.rules()) {
            String text = asWritten.rules().stream()
                    .filter(written -> written.id().equals(rule.id()))
                    .map(SourceRule::text)
                    .findFirst()
                    .orElseThrow(() -> new ConfigurationException("constitution " + asWritten.id()
                            + " with the rules as written has no rule " + rule.id() + ", which " + constitution.id()
                            + " has: write it there, or leave out --as-written"));
            rules.add(single(rule, text));
        }
        return new Constitution(constitution.id(), constitution.version(), constitution.sha256(), rules);
    }

    private static Rule single(Rule rule, String text) {
        Set<String> objects = new LinkedHashSet<>();
        rule.preconditions().stream()
                .flatMap(precondition -> precondition.any().stream())
                .forEach(statement -> objects.addAll(statement.objects()));
        Statement statement = new Statement(text, List.copyOf(objects));
        return new Rule(rule.id(), text, text, rule.mapsTo(), List.of(new Precondition(List.of(statement))));
    }
}
