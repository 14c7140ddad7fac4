package dev.clue.cli.cases;

import dev.clue.verdict.ImageVerdict;
import java.time.Duration;
import java.util.List;

/**
 * One run of all cases.
 *
 * @param suites one a constitution
 * @param models who judged
 * @param clueVersion version of clue
 * @param wallTime how long it took
 * @param listed cases that it set out to run
 */
public record CaseRun(
        List<SuiteResult> suites, ImageVerdict.Models models, String clueVersion, Duration wallTime, int listed) {

    /** Copies the suites. */
    public CaseRun {
        suites = List.copyOf(suites);
    }

    /** Cases that ended so. */
    public long count(CaseResult.Status status) {
        return suites.stream().mapToLong(suite -> suite.count(status)).sum();
    }

    /** Cases that were run. */
    public long cases() {
        return suites.stream().mapToLong(suite -> suite.results().size()).sum();
    }

    /** Cases that were not run, because it was interrupted. */
    public long notRun() {
        return listed - cases();
    }

    /** The same run with other results. */
    public CaseRun with(List<SuiteResult> others) {
        return new CaseRun(others, models, clueVersion, wallTime, listed);
    }

    /** Name of the multimodal model that judged. */
    public String model() {
        return models.vlm().name();
    }
}
