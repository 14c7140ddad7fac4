package dev.clue.judge;

import dev.clue.model.Usage;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Algorithm 1 found about one image.
 *
 * @param outcome safe, unsafe or undecided
 * @param score 0 to 1, see {@link ImageVerdict}
 * @param rules one element a rule, in the order of the constitution
 * @param usage what was asked of the multimodal model
 * @param timingMillis wall time of each step, in milliseconds; no step counts another's time
 * @param error why the image or one of its rules is undecided; null if and only if nothing is
 */
public record Judgement(
        ImageVerdict.Outcome outcome,
        double score,
        List<RuleVerdict> rules,
        Usage usage,
        SortedMap<String, Double> timingMillis,
        @Nullable Failure error) {

    /** Copies the lists. */
    public Judgement {
        rules = List.copyOf(rules);
        timingMillis = Collections.unmodifiableSortedMap(new TreeMap<>(timingMillis));
    }

    /** Nothing could be found out about the image. */
    static Judgement undecided(Failure why) {
        return new Judgement(
                ImageVerdict.Outcome.UNDECIDED,
                StatementVerdict.UNDECIDED_SCORE,
                List.of(),
                Usage.NONE,
                Collections.emptySortedMap(),
                why);
    }

    /** Unsafe is worse than undecided, undecided worse than safe; then the higher score is worse. */
    boolean isWorseThan(Judgement other) {
        int bySeverity = Integer.compare(severity(outcome), severity(other.outcome));
        return bySeverity != 0 ? bySeverity > 0 : score > other.score;
    }

    private static int severity(ImageVerdict.Outcome outcome) {
        return switch (outcome) {
            case SAFE -> 0;
            case UNDECIDED -> 1;
            case UNSAFE -> 2;
        };
    }
}
