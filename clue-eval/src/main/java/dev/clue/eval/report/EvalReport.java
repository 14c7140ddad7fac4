package dev.clue.eval.report;

import dev.clue.eval.data.EqualImages;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.SetProblem;
import dev.clue.eval.method.Methods;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.method.RulePrediction;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Groups;
import dev.clue.eval.metric.McNemarTest;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.RelevanceCurve;
import dev.clue.eval.metric.ResampledCounts;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UndecidedCount;
import dev.clue.eval.run.Result;
import dev.clue.eval.run.UnjudgedImage;
import dev.clue.model.Usage;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.RuleVerdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an evaluation comes to. Everything is computed from labels and kept results, so a new metric needs no new
 * judging.
 *
 * @param configuration what the results depend on
 * @param bootstrap how intervals were made
 * @param images images of the set, with or without results
 * @param draws what intervals draw
 * @param methods in the order in which they were given
 * @param flips how verdicts change with the policy, or null where there was one policy
 * @param unjudged images that could not be judged, or not wholly, in the order of the set
 * @param problems what was left out of the set, or is not as it should be
 */
public record EvalReport(
        SortedMap<String, String> configuration,
        Bootstrap bootstrap,
        int images,
        Draws draws,
        List<MethodReport> methods,
        @Nullable FlipReport flips,
        List<UnjudgedImage> unjudged,
        List<SetProblem> problems) {

    /** Under this name the configuration says with which profile of learned thresholds was judged, if with one. */
    public static final String PROFILE = "profile";

    private static final double MILLIS_A_SECOND = 1000;

    /** Copies the collections. */
    public EvalReport {
        configuration = Collections.unmodifiableSortedMap(new TreeMap<>(configuration));
        methods = List.copyOf(methods);
        unjudged = List.copyOf(unjudged);
        problems = List.copyOf(problems);
    }

    /**
     * Computes it.
     *
     * @param images of the set
     * @param problems what is known of the set; that images inside of its tables are equal is known from the results
     * @param methods ids, in the order in which they are to be shown; those without results are left out
     */
    public static EvalReport of(
            SortedMap<String, String> configuration,
            Bootstrap bootstrap,
            List<LabelledImage> images,
            List<SetProblem> problems,
            List<String> methods,
            List<Result> results) {
        Map<String, Map<String, Prediction>> byMethod = new LinkedHashMap<>();
        for (Result result : results) {
            byMethod.computeIfAbsent(result.method(), id -> new LinkedHashMap<>())
                    .put(result.item(), result.prediction());
        }
        Map<String, Prediction> clue = byMethod.getOrDefault(Methods.CLUE, Map.of());
        List<MethodReport> reports = new ArrayList<>();
        for (String method : methods) {
            Map<String, Prediction> predictions = byMethod.getOrDefault(method, Map.of());
            List<LabelledImage> judged = images.stream()
                    .filter(image -> predictions.containsKey(image.id()))
                    .toList();
            if (!judged.isEmpty()) {
                reports.add(new Computing(judged, predictions, bootstrap).report(method, clue));
            }
        }
        return new EvalReport(
                configuration,
                bootstrap,
                images.size(),
                Draws.of(images),
                reports,
                null,
                UnjudgedImage.of(images, results),
                Stream.concat(problems.stream(), EqualImages.inTables(images, digests(results)).stream())
                        .toList());
    }

    /** Over the bytes of images that could be read, by id. */
    private static Map<String, String> digests(List<Result> results) {
        return results.stream()
                .filter(Result::read)
                .collect(Collectors.toMap(Result::item, Result::sha256, (first, next) -> first));
    }

    /** The same with what several policies came to. */
    public EvalReport with(FlipReport measured) {
        return new EvalReport(configuration, bootstrap, images, draws, methods, measured, unjudged, problems);
    }

    /** How many images could not be judged, by the kind of failure; such as {@code 2 images could not be judged …}. */
    public String unjudgedInWords() {
        SortedMap<String, Long> kinds = unjudged.stream()
                .collect(Collectors.groupingBy(image -> image.failure().kind(), TreeMap::new, Collectors.counting()));
        return Numbers.of(unjudged.size(), "image") + " could not be judged, or not wholly ("
                + kinds.entrySet().stream()
                        .map(kind -> kind.getKey() + " " + kind.getValue())
                        .collect(Collectors.joining(", "))
                + ")";
    }

    /** How many problems the set has, and in how many places. */
    public String problemsInWords() {
        int places =
                problems.stream().mapToInt(problem -> problem.places().size()).sum();
        return "the set has " + Numbers.of(problems.size(), "problem") + ", in " + Numbers.of(places, "place");
    }

    /** The report of a method, or null where it has none. */
    public @Nullable MethodReport method(String id) {
        return methods.stream()
                .filter(report -> report.method().equals(id))
                .findFirst()
                .orElse(null);
    }

    private record Computing(List<LabelledImage> images, Map<String, Prediction> predictions, Bootstrap bootstrap) {

        MethodReport report(String method, Map<String, Prediction> clue) {
            SortedMap<String, List<Drawn>> byRule = byRule();
            SortedMap<String, Measures> rules = new TreeMap<>();
            byRule.forEach((rule, items) -> rules.put(rule, Measures.decisions(items, bootstrap)));
            SortedMap<String, Measures> slices = new TreeMap<>();
            Groups.by(images, LabelledImage::slices)
                    .forEach((slice, members) ->
                            slices.put(slice, Measures.decisions(scored(members, predictions), bootstrap)));
            List<Drawn> together =
                    byRule.values().stream().flatMap(List::stream).toList();
            return new MethodReport(
                    method,
                    images.size(),
                    Measures.all(scored(images, predictions), bootstrap),
                    rules,
                    slices,
                    together.isEmpty() ? null : Measures.decisions(together, bootstrap),
                    relevance(),
                    cost(),
                    method.equals(Methods.CLUE) || clue.isEmpty() ? null : comparison(clue));
        }

        private static List<Drawn> scored(List<LabelledImage> images, Map<String, Prediction> predictions) {
            List<Drawn> scored = new ArrayList<>();
            for (LabelledImage image : images) {
                Prediction prediction = predictions.get(image.id());
                if (image.unsafe() != null && prediction != null) {
                    scored.add(new Drawn(
                            new Scored(image.unsafe(), EvaluatedImage.unsafe(prediction), prediction.score()),
                            image.cluster()));
                }
            }
            return scored;
        }

        private SortedMap<String, List<Drawn>> byRule() {
            SortedMap<String, List<Drawn>> byRule = new TreeMap<>();
            for (LabelledImage image : images) {
                Prediction prediction = predictions.get(image.id());
                if (prediction == null) {
                    continue;
                }
                image.rules().forEach((rule, violated) -> {
                    RulePrediction about = prediction.rules().get(rule);
                    Scored scored = null;
                    if (about != null) {
                        scored = new Scored(violated, violated(about), about.score());
                    } else if (prediction.rules().isEmpty()
                            && prediction.outcome() == ImageVerdict.Outcome.UNDECIDED
                            && looksAtRules()) {
                        scored = new Scored(violated, null, null);
                    }
                    if (scored != null) {
                        byRule.computeIfAbsent(rule, id -> new ArrayList<>()).add(new Drawn(scored, image.cluster()));
                    }
                });
            }
            return byRule;
        }

        private boolean looksAtRules() {
            return predictions.values().stream()
                    .anyMatch(prediction -> !prediction.rules().isEmpty());
        }

        private static @Nullable Boolean violated(RulePrediction rule) {
            return switch (rule.outcome()) {
                case VIOLATED -> Boolean.TRUE;
                case NOT_VIOLATED, NOT_RELEVANT -> Boolean.FALSE;
                case UNDECIDED -> null;
            };
        }

        private MethodReport.@Nullable Relevance relevance() {
            List<RelevanceCurve.Scanned> scanned = new ArrayList<>();
            int violated = 0;
            int violatedKept = 0;
            int dropped = 0;
            for (LabelledImage image : images) {
                Prediction prediction = predictions.get(image.id());
                if (prediction == null) {
                    continue;
                }
                for (Map.Entry<String, RulePrediction> entry :
                        prediction.rules().entrySet()) {
                    Boolean label = image.rules().get(entry.getKey());
                    Double cosine = entry.getValue().relevance();
                    if (label == null || cosine == null) {
                        continue;
                    }
                    boolean kept = entry.getValue().outcome() != RuleVerdict.Outcome.NOT_RELEVANT;
                    scanned.add(new RelevanceCurve.Scanned(cosine, label));
                    violated += label ? 1 : 0;
                    violatedKept += label && kept ? 1 : 0;
                    dropped += kept ? 0 : 1;
                }
            }
            if (scanned.isEmpty() || dropped == 0) {
                return null;
            }
            Measured<Double> share = violated == 0
                    ? Measured.undefined("the share of violated rules kept needs a violated rule: none of "
                            + scanned.size() + " is violated")
                    : Measured.of((double) violatedKept / violated);
            return new MethodReport.Relevance(share, (double) dropped / scanned.size(), RelevanceCurve.of(scanned));
        }

        private MethodReport.Cost cost() {
            Usage usage = Usage.NONE;
            double millis = 0;
            for (LabelledImage image : images) {
                Prediction prediction = predictions.get(image.id());
                if (prediction != null) {
                    usage = usage.plus(prediction.usage());
                    millis += prediction.millis();
                }
            }
            double n = images.size();
            return new MethodReport.Cost(
                    usage.calls() / n, usage.inputTokens() / n, usage.outputTokens() / n, millis / MILLIS_A_SECOND / n);
        }

        private MethodReport.Comparison comparison(Map<String, Prediction> clue) {
            List<LabelledImage> both = images.stream()
                    .filter(image -> clue.containsKey(image.id()))
                    .toList();
            List<Scored> own = Drawn.scored(scored(both, predictions));
            List<Scored> of = Drawn.scored(scored(both, clue));
            List<String> clusters = Drawn.clusters(scored(both, predictions));
            ResampledCounts ownCounts = ResampledCounts.of(bootstrap, own, clusters);
            ResampledCounts ofCounts = ResampledCounts.of(bootstrap, of, clusters);
            return new MethodReport.Comparison(
                    ownCounts.minus(ofCounts, Confusion::f1),
                    ownCounts.minus(ofCounts, Confusion::accuracy),
                    McNemarTest.of(own, of, UndecidedCount.LEFT_OUT));
        }
    }
}
