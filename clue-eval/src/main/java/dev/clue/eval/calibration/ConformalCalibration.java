package dev.clue.eval.calibration;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.Precondition;
import dev.clue.constitution.Rule;
import dev.clue.constitution.Statement;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.debiasing.Logit;
import dev.clue.judge.Calibration;
import dev.clue.judge.Calibration.OfStatement;
import dev.clue.judge.Thresholds;
import dev.clue.profile.Profile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Thresholds alpha1 from labelled violations, such that the share of violations that are missed is at most alpha: of
 * violations like those it learns from, over the whole judge. ADR 53 says under which assumptions and why.
 */
public final class ConformalCalibration {

    private static final int MOST_NAMED = 5;

    /** Answers differ by this much when questions are packed otherwise: a threshold keeps as far away. */
    private static final double ROUNDING = 1e-5;

    private final Constitution constitution;
    private final Thresholds thresholds;
    private final MissBound bound;
    private final Margins margins;

    /** What shares a threshold, and whose misses are bounded. */
    public enum Scope {
        /** One threshold for all statements; of unsafe images, a share of alpha may have a missed violation. */
        GLOBAL,
        /** One threshold for the statements of a rule; of each rule's violations, a share of alpha may be missed. */
        RULE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param constitution the rules
     * @param thresholds the constants that the images were surveyed with
     * @param alpha the largest share of misses
     * @throws ConfigurationException if alpha is not above 0 and below 1
     */
    public ConformalCalibration(Constitution constitution, Thresholds thresholds, double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new ConfigurationException("--alpha must be above 0 and below 1, but is " + alpha
                    + ": give the largest share of violations that may be missed, such as 0.05");
        }
        this.constitution = constitution;
        this.thresholds = thresholds;
        this.bound = new MissBound(alpha);
        this.margins = new Margins(constitution);
    }

    /**
     * Finds out, before a model is asked about any image, whether there are enough labels.
     *
     * @param set what the set is called
     * @param images that can be used, as far as is known
     * @throws ConfigurationException if there are too few labelled violations for alpha, saying what is needed
     */
    public void requireEnough(String set, List<LabelledImage> images, Scope scope) {
        Map<String, Integer> counts = new TreeMap<>();
        String what = switch (scope) {
            case GLOBAL -> {
                counts.put("unsafe images", count(images, LabelledViolations::any));
                yield "labelled unsafe image%s";
            }
            case RULE -> {
                constitution
                        .rules()
                        .forEach(rule -> counts.put(
                                "rule " + rule.id(), count(images, image -> LabelledViolations.of(rule, image))));
                yield "labelled violation%s of each rule";
            }
        };
        requireEnough(set, what, counts);
    }

    private static int count(List<LabelledImage> images, Predicate<LabelledImage> violating) {
        return (int) images.stream().filter(violating).count();
    }

    /**
     * Learns.
     *
     * @param set of {@link LearnableImages}
     * @throws ConfigurationException if there are too few labelled violations for alpha, the relevance scan alone misses
     *     more than alpha allows, or an image is unsafe by no rule of the constitution, saying what is needed
     */
    public Calibrated learn(SurveyedSet set, Scope scope) {
        for (Surveyed surveyed : set.images()) {
            if (LabelledViolations.byNoRule(constitution, surveyed.image())) {
                throw new ConfigurationException(LearnableImages.byNoRule(constitution, surveyed.image())
                        + ": mend the label, or leave the image out");
            }
        }
        requireEnough(set.name(), set.images().stream().map(Surveyed::image).toList(), scope);
        return switch (scope) {
            case GLOBAL -> global(set);
            case RULE -> ofRules(set);
        };
    }

    private Calibrated global(SurveyedSet set) {
        List<Surveyed> violating =
                set.images().stream().filter(Surveyed::violating).toList();
        double threshold = threshold(set.name(), violating, margins::ofViolations, margins::relevanceOfViolations);
        Map<String, OfStatement> learned = new TreeMap<>();
        set.priors().forEach((text, prior) -> learned.put(text, ofStatement(prior, threshold)));
        return calibrated(set, Scope.GLOBAL, violating.size(), bound.coverage(violating.size()), learned);
    }

    /** A statement that several rules have takes the lowest of their thresholds, which misses none of them more. */
    private Calibrated ofRules(SurveyedSet set) {
        Map<Rule, List<Surveyed>> violations = new HashMap<>();
        for (Rule rule : constitution.rules()) {
            List<Surveyed> violating = set.images().stream()
                    .filter(surveyed -> LabelledViolations.of(rule, surveyed.image()))
                    .toList();
            violations.put(rule, violating);
        }
        Map<String, Double> lowest = new TreeMap<>();
        violations.forEach((rule, violating) -> {
            double threshold = threshold(
                    set.name() + ": rule " + rule.id(),
                    violating,
                    surveyed -> Margins.of(rule, surveyed),
                    surveyed -> Margins.relevance(rule, surveyed));
            for (Precondition precondition : rule.preconditions()) {
                for (Statement statement : precondition.any()) {
                    lowest.merge(statement.text(), threshold, Math::min);
                }
            }
        });
        Map<String, OfStatement> learned = new TreeMap<>();
        set.priors()
                .forEach((text, prior) ->
                        learned.put(text, ofStatement(prior, Objects.requireNonNull(lowest.get(text)))));
        int fewest = violations.values().stream().mapToInt(List::size).min().orElseThrow();
        double coverage = violations.values().stream()
                .mapToDouble(violating -> bound.coverage(violating.size()))
                .min()
                .orElseThrow();
        return calibrated(set, Scope.RULE, fewest, coverage, learned);
    }

    /** @param what is needed, with {@code %s} where the plural has its s */
    private void requireEnough(String set, String what, Map<String, Integer> counts) {
        List<String> tooFew = new ArrayList<>();
        counts.forEach((name, n) -> {
            if (n < bound.fewest()) {
                tooFew.add(name + " " + n);
            }
        });
        if (!tooFew.isEmpty()) {
            int fewest =
                    counts.values().stream().mapToInt(Integer::intValue).min().orElse(0);
            throw new ConfigurationException(set + ": a bound of alpha " + bound.alpha()
                    + " on missed violations needs " + bound.fewest() + " "
                    + what.replace("%s", bound.fewest() == 1 ? "" : "s") + ", but there are: " + named(tooFew)
                    + ": label more"
                    // No share below 1 can be bounded from nothing.
                    + (fewest == 0
                            ? ""
                            : ", or allow a larger share with --alpha (from " + MissBound.smallestAlpha(fewest)
                                    + " on)"));
        }
    }

    private double threshold(
            String where,
            List<Surveyed> violating,
            ToDoubleFunction<Surveyed> margin,
            ToDoubleFunction<Surveyed> relevance) {
        double threshold =
                bound.threshold(violating.stream().mapToDouble(margin).toArray());
        if (threshold == Double.NEGATIVE_INFINITY) {
            double t = bound.threshold(violating.stream().mapToDouble(relevance).toArray());
            throw new ConfigurationException(where + ": the relevance scan alone misses more violations than alpha "
                    + bound.alpha() + " allows: lower the threshold with --relevance "
                    + Math.floor(t * 1000) / 1000 + ", or allow a larger share with --alpha");
        }
        if (threshold == Double.POSITIVE_INFINITY) {
            throw new ConfigurationException(where + ": the model hardly answers with Yes or No about violations, so"
                    + " there is nothing to learn from: judge with another model");
        }
        return threshold;
    }

    private static OfStatement ofStatement(double prior, double threshold) {
        double alpha1 = Logit.score(Logit.of(prior) + threshold) - prior - ROUNDING;
        return new OfStatement(Math.clamp(alpha1, -1, 1), null, null);
    }

    private Calibrated calibrated(
            SurveyedSet set, Scope scope, int violations, double coverage, Map<String, OfStatement> learned) {
        Thresholds chosen =
                thresholds.calibrated(Thresholds.CUSTOM, Calibration.of(learned, Calibration.Reasoned.ONLY_FINDS));
        ScoresAlone scores = new ScoresAlone(constitution, chosen);
        List<Surveyed> violating =
                set.images().stream().filter(Surveyed::violating).toList();
        double missed = (double) violating.stream().filter(scores::misses).count() / violating.size();
        double abstained = (double) set.images().stream()
                        .filter(surveyed -> scores.image(surveyed) == ScoresAlone.Reading.UNSURE)
                        .count()
                / set.images().size();
        return new Calibrated(
                chosen, new Profile.Bound(bound.alpha(), scope.toString(), violations, coverage, missed, abstained));
    }

    private static String named(List<String> all) {
        int more = all.size() - MOST_NAMED;
        String first = String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())));
        return more <= 0 ? first : first + " and " + more + " more";
    }
}
