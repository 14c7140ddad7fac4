package dev.clue.error;

import java.util.List;
import java.util.stream.Collectors;

/** A constitution or its lock is invalid or stale: its author mends the file. */
public final class ConstitutionException extends ClueException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    /**
     * @param findings every mistake found, at least one
     */
    public ConstitutionException(List<Finding> findings) {
        super(findings.stream().map(Finding::toString).collect(Collectors.joining(System.lineSeparator())));
        if (findings.isEmpty()) {
            throw new IllegalArgumentException("a constitution error needs a finding");
        }
        this.findings = List.copyOf(findings);
    }

    /** Every mistake found, in the order of the file. */
    public List<Finding> findings() {
        return findings;
    }
}
