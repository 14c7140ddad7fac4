package dev.clue.compile;

/**
 * How hard the compiler tries.
 *
 * @param targetScore the objectiveness from which a rule is good enough, 1 to 10
 * @param revisions how often a rule is revised at most, 0 or more
 * @param retries how often a question is asked again after an answer that cannot be used, 0 or more
 * @param chains how many chains are tried at most while the checks object, 1 or more
 */
public record CompileSettings(int targetScore, int revisions, int retries, int chains) {

    /** The paper's target; three revisions; one more chain where the checks object. */
    public static final CompileSettings DEFAULT = new CompileSettings(9, 3, 2, 2);

    /** @throws IllegalArgumentException if a number is out of range */
    public CompileSettings {
        if (targetScore < 1 || targetScore > 10 || revisions < 0 || retries < 0 || chains < 1) {
            throw new IllegalArgumentException("target score " + targetScore + ", " + revisions + " revisions, "
                    + retries + " retries, " + chains + " chains: need a score from 1 to 10, and 0, 0 and 1 or more");
        }
    }

    /** The same with so many revisions. */
    public CompileSettings withRevisions(int most) {
        return new CompileSettings(targetScore, most, retries, chains);
    }
}
