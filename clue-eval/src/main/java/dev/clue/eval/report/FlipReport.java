package dev.clue.eval.report;

import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.method.Prediction;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.FlipMetric;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Scored;
import dev.clue.eval.metric.UnderPolicies;
import dev.clue.eval.run.Result;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether verdicts change with the policy, and only with it: the same images, judged by several constitutions.
 *
 * @param constitutions their ids, that of the run first
 * @param images those that have a label by every constitution
 * @param leftOut images of the set that have not
 * @param patterns which labels the images have, the most frequent first
 * @param oneVerdict what the best judge comes to that does not read its policy and gives an image one verdict
 * @param methods those that judged by all constitutions
 */
public record FlipReport(
        List<String> constitutions,
        int images,
        int leftOut,
        List<Pattern> patterns,
        Map<FlipMetric, Measured<Double>> oneVerdict,
        List<MethodFlips> methods) {

    /**
     * Labels that images have in common.
     *
     * @param unsafe the label under each constitution
     * @param images how many have them
     */
    public record Pattern(List<Boolean> unsafe, int images) {

        /** Copies the labels. */
        public Pattern {
            unsafe = List.copyOf(unsafe);
        }
    }

    /**
     * How a method follows its policy.
     *
     * @param method its id
     * @param images labelled by all constitutions and judged by all
     * @param undecided pairs of image and constitution that it leaves undecided
     * @param rightUnder share of images judged right, under each constitution
     * @param metrics the others
     * @param rightUnderAll images judged right under all constitutions, by the labels that they have
     */
    public record MethodFlips(
            String method,
            int images,
            int undecided,
            List<Measured<Estimate>> rightUnder,
            Map<FlipMetric, Measured<Estimate>> metrics,
            Map<List<Boolean>, Integer> rightUnderAll) {

        /** Copies the collections. */
        public MethodFlips {
            rightUnder = List.copyOf(rightUnder);
            metrics = Collections.unmodifiableMap(new EnumMap<>(metrics));
            rightUnderAll = Map.copyOf(rightUnderAll);
        }

        /** A metric with its interval. */
        public Measured<Estimate> metric(FlipMetric metric) {
            return metrics.getOrDefault(metric, Measured.undefined(metric.key() + " was not measured"));
        }
    }

    /** Copies the collections. */
    public FlipReport {
        constitutions = List.copyOf(constitutions);
        patterns = List.copyOf(patterns);
        oneVerdict = Collections.unmodifiableMap(new EnumMap<>(oneVerdict));
        methods = List.copyOf(methods);
    }

    /**
     * Computes it.
     *
     * @param policies two or more, that of the run first; its images say how they are drawn
     * @param methods ids under the run's own constitution, in the order in which they are to be shown
     */
    public static FlipReport of(
            Bootstrap bootstrap, List<PolicyRun> policies, List<String> methods, List<Result> results) {
        List<Map<String, Boolean>> labels =
                policies.stream().map(FlipReport::labels).toList();
        List<LabelledImage> all = policies.getFirst().images();
        List<LabelledImage> labelled = all.stream()
                .filter(image -> labels.stream().allMatch(of -> of.containsKey(image.id())))
                .toList();
        Map<String, Map<String, Prediction>> predictions = new HashMap<>();
        for (Result result : results) {
            predictions.computeIfAbsent(result.method(), id -> new HashMap<>()).put(result.item(), result.prediction());
        }
        List<MethodFlips> flips = new ArrayList<>();
        for (String method : methods) {
            List<Map<String, Prediction>> byPolicy = new ArrayList<>();
            for (PolicyRun policy : policies) {
                String id = policy.methods().get(method);
                byPolicy.add(id == null ? Map.of() : predictions.getOrDefault(id, Map.of()));
            }
            Judged judged = Judged.of(labelled, labels, byPolicy);
            if (!judged.images().isEmpty()) {
                flips.add(judged.flips(method, policies.size(), bootstrap));
            }
        }
        List<UnderPolicies> blind = labelled.stream()
                .map(image -> new UnderPolicies(labels.stream()
                                .map(of -> new Scored(Boolean.TRUE.equals(of.get(image.id())), null, null))
                                .toList())
                        .withOneVerdict())
                .toList();
        Map<FlipMetric, Measured<Double>> oneVerdict = new EnumMap<>(FlipMetric.class);
        for (FlipMetric metric : FlipMetric.values()) {
            oneVerdict.put(metric, metric.of(blind));
        }
        return new FlipReport(
                policies.stream().map(PolicyRun::constitution).toList(),
                labelled.size(),
                all.size() - labelled.size(),
                patterns(blind),
                oneVerdict,
                flips);
    }

    /** The method, or null where it did not judge by all constitutions. */
    public @Nullable MethodFlips method(String id) {
        return methods.stream()
                .filter(flips -> flips.method().equals(id))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Boolean> labels(PolicyRun policy) {
        Map<String, Boolean> labels = new HashMap<>();
        for (LabelledImage image : policy.images()) {
            if (image.unsafe() != null) {
                labels.put(image.id(), image.unsafe());
            }
        }
        return labels;
    }

    private static List<Pattern> patterns(List<UnderPolicies> images) {
        Map<List<Boolean>, Integer> counts = new LinkedHashMap<>();
        images.forEach(image -> counts.merge(image.labels(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<List<Boolean>, Integer>comparingByValue().reversed())
                .map(entry -> new Pattern(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The images that a method judged by all constitutions, and what they are drawn together with. */
    private record Judged(List<UnderPolicies> images, List<String> clusters) {

        static Judged of(
                List<LabelledImage> labelled,
                List<Map<String, Boolean>> labels,
                List<Map<String, Prediction>> predictions) {
            List<UnderPolicies> images = new ArrayList<>();
            List<String> clusters = new ArrayList<>();
            for (LabelledImage image : labelled) {
                List<Scored> policies = new ArrayList<>();
                for (int policy = 0; policy < labels.size(); policy++) {
                    Prediction prediction = predictions.get(policy).get(image.id());
                    if (prediction != null) {
                        boolean unsafe = Boolean.TRUE.equals(labels.get(policy).get(image.id()));
                        policies.add(new Scored(unsafe, EvaluatedImage.unsafe(prediction), prediction.score()));
                    }
                }
                if (policies.size() == labels.size()) {
                    images.add(new UnderPolicies(policies));
                    clusters.add(image.cluster());
                }
            }
            return new Judged(images, clusters);
        }

        MethodFlips flips(String method, int policies, Bootstrap bootstrap) {
            List<Measured<Estimate>> rightUnder = IntStream.range(0, policies)
                    .mapToObj(policy -> bootstrap.estimate(
                            images, clusters, (List<UnderPolicies> drawn) -> FlipMetric.rightUnder(policy, drawn)))
                    .toList();
            Map<FlipMetric, Measured<Estimate>> metrics = new EnumMap<>(FlipMetric.class);
            for (FlipMetric metric : FlipMetric.values()) {
                metrics.put(metric, bootstrap.estimate(images, clusters, metric::of));
            }
            Map<List<Boolean>, Integer> rightUnderAll = new HashMap<>();
            images.forEach(image -> rightUnderAll.merge(image.labels(), image.rightUnderAll() ? 1 : 0, Integer::sum));
            return new MethodFlips(
                    method,
                    images.size(),
                    images.stream().mapToInt(UnderPolicies::undecided).sum(),
                    rightUnder,
                    metrics,
                    rightUnderAll);
        }
    }
}
