package dev.clue.compile;

import java.util.Locale;

/** A question that compiling asks of the model. */
public enum Step {
    /** How objective is a rule? Paper section 3.1. */
    OBJECTIVENESS(600),
    /** A more objective version of a rule. Paper section 3.1. */
    REVISION(600),
    /** The chain of a rule. Paper section 3.3. */
    PRECONDITIONS(1200),
    /** The central objects of statements. Paper section 3.4. */
    OBJECTS(800),
    /** Can statements be checked by looking, and can they be false? Not in the paper. */
    STATEMENTS(1600),
    /** Does the chain's truth table agree with the rule? Not in the paper. */
    CASES(1600),
    /** Pictures at the border that the chain gets wrong. Not in the paper. */
    BORDER(1200),
    /** Which statements of different rules mean the same? Not in the paper. */
    SAME(1200);

    private final int maxTokens;

    Step(int maxTokens) {
        this.maxTokens = maxTokens;
    }

    /** Where an answer is cut off. */
    int maxTokens() {
        return maxTokens;
    }

    /** The name in files and messages. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
