package dev.clue.lint;

/** How much a finding matters, the most first. */
public enum Severity {
    /** The constitution cannot be judged by, or a rule can never be violated. */
    ERROR,
    /** Verdicts will be worse than they could be. */
    WARNING,
    /** Good to know. */
    NOTE;

    /** Whether it matters at least as much as another. */
    public boolean isAtLeast(Severity other) {
        return compareTo(other) <= 0;
    }
}
