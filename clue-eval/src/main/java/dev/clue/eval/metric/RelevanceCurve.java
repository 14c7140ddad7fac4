package dev.clue.eval.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What the relevance scan (paper section 3.2) keeps and drops, over its threshold t: a rule is kept where the cosine of
 * image and rule is at least t.
 *
 * @param points by rising t, one for each distinct cosine
 * @param rules rules scanned, over all images
 * @param violated how many of them are violated
 */
public record RelevanceCurve(List<Point> points, int rules, int violated) {

    /**
     * One rule scanned on one image.
     *
     * @param cosine of image and rule, -1 to 1
     * @param violated the label
     */
    public record Scanned(double cosine, boolean violated) {

        /** @throws IllegalArgumentException if the cosine is not a number */
        public Scanned {
            if (!Double.isFinite(cosine)) {
                throw new IllegalArgumentException("a cosine must be finite, but is " + cosine);
            }
        }
    }

    /**
     * What a threshold does.
     *
     * @param threshold t
     * @param violatedKept share of the violated rules that is kept, 0 to 1
     * @param dropped share of all rules that is dropped, 0 to 1
     */
    public record Point(double threshold, double violatedKept, double dropped) {}

    /** Copies the points. */
    public RelevanceCurve {
        points = List.copyOf(points);
    }

    /** The curve; undefined if no rule is violated. */
    public static Measured<RelevanceCurve> of(List<Scanned> scanned) {
        int violated = (int) scanned.stream().filter(Scanned::violated).count();
        if (violated == 0) {
            return Measured.undefined("the share of violated rules kept needs a violated rule: "
                    + (scanned.isEmpty() ? "no rule was scanned" : "none of " + scanned.size() + " is violated"));
        }
        List<Scanned> rising = scanned.stream()
                .sorted(Comparator.comparingDouble(Scanned::cosine))
                .toList();
        List<Point> points = new ArrayList<>();
        int violatedBelow = 0;
        for (int below = 0; below < rising.size(); below++) {
            double t = rising.get(below).cosine();
            if (below == 0 || t > rising.get(below - 1).cosine()) {
                points.add(new Point(t, 1 - (double) violatedBelow / violated, (double) below / rising.size()));
            }
            violatedBelow += rising.get(below).violated() ? 1 : 0;
        }
        return Measured.of(new RelevanceCurve(points, rising.size(), violated));
    }

    /** What a threshold does that need not be one of the points. */
    public Point at(double threshold) {
        return points.stream()
                .filter(point -> point.threshold() >= threshold)
                .findFirst()
                .map(point -> new Point(threshold, point.violatedKept(), point.dropped()))
                .orElse(new Point(threshold, 0, 1));
    }

    /**
     * The point that drops most among those that keep a share of the violated rules.
     *
     * @param share 0 to 1
     * @return empty only for a share above 1
     */
    public Optional<Point> keeping(double share) {
        return points.stream().filter(point -> point.violatedKept() >= share).reduce((lower, higher) -> higher);
    }
}
