package dev.clue.compile;

import dev.clue.constitution.ConstitutionSource;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.SourceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What there is to do for each rule of a constitution, found out without any model.
 *
 * @param steps one for each rule, in the order of the constitution
 * @param removed edited entries whose rules are gone: they are kept, because somebody worked on them
 * @param dropped ids of other entries whose rules are gone, or have preconditions of their own
 */
public record CompilePlan(List<Planned> steps, List<LockEntry> removed, List<String> dropped) {

    /** Copies the lists. */
    public CompilePlan {
        steps = List.copyOf(steps);
        removed = List.copyOf(removed);
        dropped = List.copyOf(dropped);
    }

    /** What to do. */
    public enum Action {
        /** Its author wrote the preconditions. */
        NOTHING_TO_COMPILE,
        /** The entry is up to date. */
        KEEP,
        /** The entry was edited by hand and fits the rule. */
        KEEP_EDITED,
        /** The entry was edited by hand, and the rule has changed since. A person must decide. */
        KEEP_STALE,
        /** The rule has no entry. */
        COMPILE_NEW,
        /** The rule has changed since it was compiled. */
        COMPILE_CHANGED,
        /** The user wants it compiled again. */
        COMPILE_AGAIN;

        /** Whether the model is asked. */
        public boolean compiles() {
            return this == COMPILE_NEW || this == COMPILE_CHANGED || this == COMPILE_AGAIN;
        }

        /** Whether judging would be refused as things are. */
        public boolean isStale() {
            return this == COMPILE_NEW || this == COMPILE_CHANGED || this == KEEP_STALE;
        }
    }

    /**
     * What to do for a rule.
     *
     * @param rule the rule
     * @param action what to do
     * @param entry its entry, marked as edited where it is; empty if there is none
     */
    public record Planned(SourceRule rule, Action action, Optional<LockEntry> entry) {}

    /**
     * Compares a constitution with its lock.
     *
     * @param lock an empty one where there is no file
     * @param again which rules are compiled even if they are up to date or edited
     */
    public static CompilePlan of(ConstitutionSource source, LockFile lock, Predicate<String> again) {
        List<Planned> steps = new ArrayList<>();
        for (SourceRule rule : source.rules()) {
            Optional<LockEntry> entry = lock.entry(rule.id()).map(CompilePlan::marked);
            steps.add(new Planned(rule, action(rule, entry, again), entry));
        }
        List<LockEntry> removed = new ArrayList<>();
        List<String> dropped = new ArrayList<>();
        for (LockEntry entry : lock.rules()) {
            Optional<Planned> step = steps.stream()
                    .filter(planned -> planned.rule().id().equals(entry.ruleId()))
                    .findFirst();
            boolean used = step.isPresent() && !step.get().rule().isHandwritten();
            if (!used && entry.isEditedByHand()) {
                removed.add(marked(entry));
            } else if (!used) {
                dropped.add(entry.ruleId());
            }
        }
        return new CompilePlan(steps, removed, dropped);
    }

    private static Action action(SourceRule rule, Optional<LockEntry> entry, Predicate<String> again) {
        if (rule.isHandwritten()) {
            return Action.NOTHING_TO_COMPILE;
        }
        if (entry.isEmpty()) {
            return Action.COMPILE_NEW;
        }
        if (again.test(rule.id())) {
            return Action.COMPILE_AGAIN;
        }
        boolean fits = entry.get().sourceSha256().equals(rule.sha256());
        if (entry.get().edited()) {
            return fits ? Action.KEEP_EDITED : Action.KEEP_STALE;
        }
        return fits ? Action.KEEP : Action.COMPILE_CHANGED;
    }

    private static LockEntry marked(LockEntry entry) {
        if (entry.edited() || !entry.isEditedByHand()) {
            return entry;
        }
        return new LockEntry(
                entry.ruleId(),
                entry.sourceSha256(),
                entry.objectified(),
                entry.history(),
                entry.preconditions(),
                entry.findings(),
                entry.compiledBy(),
                true);
    }
}
