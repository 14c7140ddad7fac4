package dev.clue.constitution;

/**
 * What a check of the compiler has against an entry that it wrote.
 *
 * @param check which check, such as {@code cases}
 * @param severity how bad it is
 * @param message what was found
 * @param advice what to do about it
 */
public record LockFinding(String check, Severity severity, String message, String advice) {

    /** How bad a finding is. */
    public enum Severity {
        /** The chain does not say what the rule says, or could not be checked: a person must look at it. */
        ERROR,
        /** It may be wrong, or less good than it could be. */
        WARNING,
        /** Good to know. */
        NOTE
    }
}
