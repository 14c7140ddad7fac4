package dev.clue.compile;

import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockFile;
import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.model.Usage;
import java.util.List;
import java.util.stream.Stream;

/**
 * What came of compiling a constitution.
 *
 * @param lock the new lock
 * @param outcomes one for each rule, in the order of the constitution
 * @param notes what concerns no single rule
 * @param modelFailed whether the model could not be asked something that concerns no single rule; a note says what
 * @param usage what was spent on the model
 */
public record CompileResult(
        LockFile lock, List<RuleOutcome> outcomes, List<String> notes, boolean modelFailed, Usage usage) {

    /** Copies the lists. */
    public CompileResult {
        outcomes = List.copyOf(outcomes);
        notes = List.copyOf(notes);
    }

    /** The outcomes of one kind. */
    public <T extends RuleOutcome> List<T> outcomes(Class<T> kind) {
        return outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Findings of this severity that nobody has settled: those of entries that no person edited. */
    public Stream<LockFinding> open(Severity severity) {
        return lock.rules().stream().filter(entry -> !entry.edited()).flatMap(entry -> findings(entry, severity));
    }

    private static Stream<LockFinding> findings(LockEntry entry, Severity severity) {
        return entry.findings().stream().filter(finding -> finding.severity() == severity);
    }
}
