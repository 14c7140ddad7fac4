package dev.clue.judge;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import java.util.Arrays;
import java.util.List;

/** Short ways to write constitutions in tests. */
final class Constitutions {

    private Constitutions() {}

    static Constitution constitution(Rule... rules) {
        return new Constitution("test", 1, "0".repeat(64), List.of(rules));
    }

    static Rule rule(String id, Precondition... chain) {
        return new Rule(id, "No " + id + ".", "No " + id + ".", List.of(), List.of(chain));
    }

    /** A precondition of alternatives without objects. */
    static Precondition any(String... statements) {
        return new Precondition(Arrays.stream(statements)
                .map(text -> new Statement(text, List.of()))
                .toList());
    }

    /** A precondition of one statement about objects. */
    static Precondition about(String statement, String... objects) {
        return new Precondition(List.of(new Statement(statement, List.of(objects))));
    }
}
