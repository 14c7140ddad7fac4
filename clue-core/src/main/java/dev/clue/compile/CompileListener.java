package dev.clue.compile;

import dev.clue.constitution.LockFile;

/** Follows a run, keeps what is finished, and may stop it. Called by one thread at a time. */
public interface CompileListener {

    /** Does nothing. */
    CompileListener NONE = (outcome, lock) -> {};

    /** The model may compile: it has answered the control questions rightly, and the first rule follows. */
    default void begins() {}

    /**
     * A rule is finished.
     *
     * @param outcome what was done with it
     * @param lock everything that is finished so far, whole and valid: whoever writes it loses nothing
     */
    void finished(RuleOutcome outcome, LockFile lock);

    /** All rules are there, and statements that mean the same are looked for among them. */
    default void shares() {}

    /**
     * Whether to stop: at once while the control questions are asked, then before the next rule, and before shared
     * statements are looked for or, once they are found, before the chains that they change are checked.
     */
    default boolean stopped() {
        return false;
    }

    /** One that stops as this one does, and is told of nothing. */
    default CompileListener keepingNothing() {
        CompileListener told = this;
        return new CompileListener() {
            @Override
            public void finished(RuleOutcome outcome, LockFile lock) {
                // not to be kept
            }

            @Override
            public boolean stopped() {
                return told.stopped();
            }
        };
    }
}
