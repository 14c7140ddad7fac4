package dev.clue.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every kind of finding. docs/lint.md has a section for each. */
public enum LintCode {
    /** Neither the constitution nor its lock may have mistakes of form. */
    INVALID(Severity.ERROR, "The constitution or its lock has a mistake of form."),
    /** A rule changed after it was compiled. */
    STALE_LOCK(Severity.ERROR, "The rule has changed since its entry in the lock was written."),
    /** There is no chain yet. */
    NOT_COMPILED(Severity.NOTE, "The rule has no preconditions yet."),
    /** Evaluations that everybody makes differently. */
    VAGUE_WORD(Severity.WARNING, "A word says what somebody thinks of a scene, not what is seen in it."),
    /** What goes on inside people. */
    FEELING_OR_INTENT(Severity.WARNING, "A feeling, a thought or an intention is meant, which no image shows."),
    /** Facts that are outside the image. */
    NOT_VISIBLE(Severity.WARNING, "A fact is meant that cannot be seen: an age, a law, a time, a relation, a cause."),
    /** Amounts, sizes and distances without a measure. */
    QUANTITY_WITHOUT_NUMBER(Severity.WARNING, "An amount, a size or a distance has no number or measure."),
    /** One rule that is two. */
    SEVERAL_RULES(Severity.WARNING, "Several rules stand in one."),
    /** A statement about what is not there. */
    NEGATED_PRECONDITION(Severity.WARNING, "A statement says what is not there; models answer that badly."),
    /** Two questions in one. */
    COMPOUND_STATEMENT(Severity.WARNING, "A statement asks two things at once."),
    /** An alternative that changes nothing. */
    UNREACHABLE_ALTERNATIVE(Severity.WARNING, "An alternative can never decide anything."),
    /** A chain that contradicts itself. */
    NEVER_VIOLATED(Severity.ERROR, "The preconditions contradict each other, so the rule can never be violated."),
    /** A precondition that says nothing. */
    ALWAYS_HOLDS(Severity.ERROR, "A precondition holds for every image, so it decides nothing."),
    /** More than a model can hold. */
    TOO_LONG(Severity.WARNING, "A chain, a statement or a text is longer than the models can hold."),
    /** A thing without its object words. */
    OBJECTS_MISSING(Severity.WARNING, "A statement about a thing names no objects, so nothing looks for it."),
    /** Object words from elsewhere. */
    OBJECT_NOT_IN_STATEMENT(Severity.WARNING, "An object is not in its statement."),
    /** Twice the same question. */
    DUPLICATE_STATEMENT(Severity.WARNING, "The same statement is written twice."),
    /** Twice the same rule. */
    DUPLICATE_RULE(Severity.WARNING, "The same rule is written twice."),
    /** Ids that will change. */
    UNSTABLE_ID(Severity.WARNING, "An id will not stay what it is."),
    /** A rating below what the method asks for. */
    LOW_OBJECTIVENESS(Severity.WARNING, "A model rates the rule's objectiveness below 9 of 10."),
    /** A rating was asked for, and there is none. */
    NOT_RATED(Severity.ERROR, "The rule's objectiveness was asked for and could not be rated."),
    /** Suppressed without saying why. */
    SUPPRESSION_WITHOUT_REASON(Severity.WARNING, "A finding is suppressed without a reason."),
    /** Suppressed what does not exist. */
    UNKNOWN_CODE(Severity.WARNING, "A suppression names no code that there is."),
    /** Suppressed what was not found. */
    UNUSED_SUPPRESSION(Severity.NOTE, "A suppression suppresses nothing.");

    private final Severity severity;
    private final String meaning;

    LintCode(Severity severity, String meaning) {
        this.severity = severity;
        this.meaning = meaning;
    }

    /** Its name in files and reports, such as {@code vague-word}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How much it matters. */
    public Severity severity() {
        return severity;
    }

    /** What it says, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** The code of this name. */
    public static Optional<LintCode> of(String id) {
        return Arrays.stream(values()).filter(code -> code.id().equals(id)).findFirst();
    }

    /** Every name. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(LintCode::id).toList();
    }

    /** Whether a person can decide that it does not apply; a mistake of form or a stale lock must be mended. */
    public boolean canBeSuppressed() {
        return this != INVALID && this != STALE_LOCK;
    }
}
