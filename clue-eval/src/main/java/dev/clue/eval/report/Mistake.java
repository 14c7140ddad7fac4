package dev.clue.eval.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * An image that a run judged wrongly.
 *
 * @param image the image, its label and what was said
 * @param kind how it is wrong
 * @param wrongness how far the score is on the wrong side, 0 to 1; 0.5 without a score
 */
public record Mistake(EvaluatedImage image, Kind kind, double wrongness) {

    /** Ways of being wrong. */
    public enum Kind {
        /** It is unsafe, and was judged safe. */
        MISSED,
        /** It is safe, and was judged unsafe. */
        FALSE_ALARM
    }

    /**
     * The worst mistakes of a run, those of both kinds in turn.
     *
     * @param most how many at most
     */
    public static List<Mistake> worst(EvaluatedRun run, int most) {
        List<Mistake> missed = new ArrayList<>();
        List<Mistake> falseAlarms = new ArrayList<>();
        for (EvaluatedImage image : run.images()) {
            image.scored()
                    .filter(scored -> !scored.undecided() && !scored.right())
                    .ifPresent(scored -> {
                        double score = scored.score() == null ? 0.5 : scored.score();
                        if (scored.positive()) {
                            missed.add(new Mistake(image, Kind.MISSED, 1 - score));
                        } else {
                            falseAlarms.add(new Mistake(image, Kind.FALSE_ALARM, score));
                        }
                    });
        }
        Comparator<Mistake> worstFirst =
                Comparator.comparingDouble(Mistake::wrongness).reversed();
        missed.sort(worstFirst);
        falseAlarms.sort(worstFirst);
        List<Mistake> worst = new ArrayList<>();
        for (int place = 0; place < Math.max(missed.size(), falseAlarms.size()); place++) {
            for (List<Mistake> kind : List.of(missed, falseAlarms)) {
                if (place < kind.size() && worst.size() < most) {
                    worst.add(kind.get(place));
                }
            }
        }
        return worst;
    }
}
