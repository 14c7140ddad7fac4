package dev.clue.compile;

import dev.clue.constitution.LockEntry;

/** What compiling did with a rule. */
public sealed interface RuleOutcome {

    /** The rule. */
    String ruleId();

    /**
     * It was compiled; the entry may have findings.
     *
     * @param entry what was written
     */
    record Compiled(String ruleId, LockEntry entry) implements RuleOutcome {}

    /**
     * Its entry is up to date and was left as it is.
     *
     * @param entry what is there
     */
    record UpToDate(String ruleId, LockEntry entry) implements RuleOutcome {}

    /**
     * A person edited its entry, which was marked and left as it is.
     *
     * @param entry what is there
     */
    record Edited(String ruleId, LockEntry entry) implements RuleOutcome {}

    /**
     * A person edited its entry, and the rule has changed since: the entry was left as it is and is not used.
     *
     * @param entry what is there
     */
    record EditedAndStale(String ruleId, LockEntry entry) implements RuleOutcome {}

    /** Its author wrote the preconditions: there is nothing to compile. */
    record Handwritten(String ruleId) implements RuleOutcome {}

    /**
     * It could not be compiled; an entry that was there is left as it is.
     *
     * @param why what failed
     * @param reason what kind of failure it is
     */
    record Failed(String ruleId, String why, Reason reason) implements RuleOutcome {

        /** Whether the model could not be asked, rather than that its answers were of no use. */
        public boolean isOfTheModel() {
            return reason != Reason.ANSWERS;
        }
    }

    /** Why a rule could not be compiled. */
    enum Reason {
        /** The model answered, and no answer could be used. */
        ANSWERS,
        /** The model could not be asked this time: trying again may help. */
        UNAVAILABLE,
        /** Recorded answers take the place of a model, and one that the rule needs is not among them. */
        NOT_RECORDED,
        /** The model cannot answer this however often it is asked, for example because the rule is too long for it. */
        UNFIT
    }

    /** It was not reached before the run was stopped. */
    record NotReached(String ruleId) implements RuleOutcome {}
}
