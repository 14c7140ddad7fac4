package dev.clue.cli.run;

import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a run has come to so far. Used by one thread. */
public final class Tally {

    private final Map<ImageVerdict.Outcome, Long> outcomes = new EnumMap<>(ImageVerdict.Outcome.class);
    private final SortedMap<String, Long> errors = new TreeMap<>();
    private final SortedMap<String, Long> violations = new TreeMap<>();
    private Usage usage = Usage.NONE;

    /** Counts a verdict. */
    public void add(ImageVerdict verdict) {
        outcomes.merge(verdict.outcome(), 1L, Long::sum);
        verdict.failure().ifPresent(failure -> errors.merge(failure.kind(), 1L, Long::sum));
        verdict.rules().stream()
                .filter(rule -> rule.outcome() == RuleVerdict.Outcome.VIOLATED)
                .forEach(rule -> violations.merge(rule.id(), 1L, Long::sum));
        addUsage(verdict);
    }

    /** Counts only what a verdict cost: the image is judged again. */
    public void addUsage(ImageVerdict verdict) {
        usage = usage.plus(verdict.usage());
    }

    /** Images with this verdict. */
    public long count(ImageVerdict.Outcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** Images in all. */
    public long images() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Images that could not be judged, or not wholly; not those that a profile leaves to people, which is an outcome. */
    public long errors() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same by kind of error. */
    public SortedMap<String, Long> errorsByKind() {
        return new TreeMap<>(errors);
    }

    /** Violations by rule id. */
    public SortedMap<String, Long> violationsByRule() {
        return new TreeMap<>(violations);
    }

    /** What it cost. */
    public Usage usage() {
        return usage;
    }
}
