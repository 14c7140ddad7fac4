package dev.clue.constitution;

import dev.clue.constitution.LockFinding.Severity;
import java.util.List;

/**
 * What the compiler wrote for one rule.
 *
 * @param ruleId the rule
 * @param sourceSha256 {@link SourceRule#sha256} of the rule that was compiled
 * @param objectified the objective form of the rule (paper section 3.1)
 * @param history every version that was tried, in order; the objectified text is the best of them, unless a person
 *     changed it
 * @param preconditions the chain, at least one link (paper section 3.3)
 * @param findings what the compiler's checks have against its own work, perhaps nothing; whoever edits the entry
 *     removes those that are settled
 * @param compiledBy who wrote it
 * @param edited whether a person has changed the entry, so that the compiler must not replace it unasked
 */
public record LockEntry(
        String ruleId,
        String sourceSha256,
        String objectified,
        List<Attempt> history,
        List<Precondition> preconditions,
        List<LockFinding> findings,
        CompiledBy compiledBy,
        boolean edited) {

    /** The lowest and the highest score of objectiveness. */
    public static final int LOWEST_SCORE = 1;

    /** See {@link #LOWEST_SCORE}. */
    public static final int HIGHEST_SCORE = 10;

    /** Copies the lists. */
    public LockEntry {
        history = List.copyOf(history);
        preconditions = List.copyOf(preconditions);
        findings = List.copyOf(findings);
    }

    /** Digest of what judging uses of this entry, the objective form and the chain: 64 hex digits. */
    public String contentSha256() {
        return Digests.ofLockEntry(this);
    }

    /**
     * Whether a person has changed the entry: the person says so, or the content is not what was written.
     */
    public boolean isEditedByHand() {
        String written = compiledBy.contentSha256();
        return edited || (written != null && !written.equals(contentSha256()));
    }

    /** Errors that the compiler's checks found and nobody has settled: a person who changes the entry settles them. */
    public List<LockFinding> openErrors() {
        return isEditedByHand()
                ? List.of()
                : findings.stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .toList();
    }

    /**
     * One version of a rule and how objective it is.
     *
     * @param text the version
     * @param score from {@link #LOWEST_SCORE} to {@link #HIGHEST_SCORE}
     * @param explanation the model's reason for the score
     */
    public record Attempt(String text, int score, String explanation) {}
}
