package dev.clue.eval.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clue.eval.data.SetProblem;
import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.RelevanceCurve;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A report as JSON: every number of the tables and of the curves, and why one is missing. */
public final class EvalJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EvalJson() {}

    /**
     * One object.
     *
     * @param curves of the report's methods
     */
    public static String of(EvalReport report, List<RunCurves> curves) {
        Map<String, RunCurves> curvesOf =
                curves.stream().collect(Collectors.toMap(RunCurves::method, Function.identity()));
        ObjectNode node = JSON.createObjectNode();
        ObjectNode configuration = node.putObject("configuration");
        report.configuration().forEach(configuration::put);
        node.put("images", report.images());
        node.putObject("intervals")
                .put("level", report.bootstrap().level())
                .put("resamples", report.bootstrap().resamples())
                .put("seed", report.bootstrap().seed())
                .put("pairs", report.draws().pairs())
                .put("single_images", report.draws().singles());
        ArrayNode unjudged = node.putArray("unjudged");
        report.unjudged()
                .forEach(image -> unjudged.addObject()
                        .put("image", image.id())
                        .put("uri", image.uri())
                        .put("kind", image.failure().kind())
                        .put("message", image.failure().message()));
        ArrayNode problems = node.putArray("set_problems");
        for (SetProblem problem : report.problems()) {
            ObjectNode one = problems.addObject().put("what", problem.what()).put("advice", problem.advice());
            problem.places().forEach(one.putArray("places")::add);
        }
        for (MethodReport method : report.methods()) {
            ObjectNode one = method(method);
            RunCurves drawn = curvesOf.get(method.method());
            if (drawn != null) {
                one.set("curves", CurvesJson.of(drawn));
            }
            node.withArray("methods").add(one);
        }
        if (report.flips() != null) {
            node.set("flips", flips(report.flips()));
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers can always be written", e);
        }
    }

    private static ObjectNode method(MethodReport method) {
        ObjectNode node = JSON.createObjectNode()
                .put("method", method.method())
                .put("judged", method.judged())
                .put("images", method.images());
        node.set("image", measures(method.image()));
        if (method.rulesTogether() != null) {
            node.set("rules_together", measures(method.rulesTogether()));
        }
        parts(node.putObject("rules"), method.rules());
        parts(node.putObject("slices"), method.slices());
        node.putObject("cost")
                .put("calls", method.cost().calls())
                .put("input_tokens", method.cost().inputTokens())
                .put("output_tokens", method.cost().outputTokens())
                .put("seconds", method.cost().seconds());
        MethodReport.Relevance relevance = method.relevance();
        if (relevance != null) {
            ObjectNode scan = node.putObject("relevance").put("dropped", relevance.dropped());
            value(scan, "violated_kept", relevance.violatedKept());
            relevance.curve().optional().ifPresent(curve -> curve(scan, curve));
        }
        MethodReport.Comparison comparison = method.againstClue();
        if (comparison != null) {
            ObjectNode against = node.putObject("minus_clue");
            estimate(against, "f1", comparison.f1());
            estimate(against, "accuracy", comparison.accuracy());
            against.putObject("mcnemar")
                    .put("only_this_right", comparison.test().onlyFirst())
                    .put("only_clue_right", comparison.test().onlySecond())
                    .put("form", comparison.test().form().name().toLowerCase(Locale.ROOT))
                    .put("statistic", comparison.test().statistic())
                    .put("p", comparison.test().pValue());
        }
        return node;
    }

    private static ObjectNode flips(FlipReport flips) {
        ObjectNode node = JSON.createObjectNode();
        flips.constitutions().forEach(node.putArray("constitutions")::add);
        node.put("images", flips.images()).put("left_out", flips.leftOut());
        ArrayNode patterns = node.putArray("labels");
        for (FlipReport.Pattern pattern : flips.patterns()) {
            ObjectNode labels = patterns.addObject();
            pattern.unsafe().forEach(labels.putArray("unsafe")::add);
            labels.put("images", pattern.images());
        }
        ObjectNode oneVerdict = node.putObject("one_verdict_at_best");
        flips.oneVerdict().forEach((metric, value) -> value(oneVerdict, metric.key(), value));
        ArrayNode methods = node.putArray("methods");
        for (FlipReport.MethodFlips method : flips.methods()) {
            ObjectNode one = methods.addObject()
                    .put("method", method.method())
                    .put("images", method.images())
                    .put("undecided", method.undecided());
            ObjectNode rightUnder = one.putObject("right_under");
            for (int policy = 0; policy < flips.constitutions().size(); policy++) {
                estimate(
                        rightUnder,
                        flips.constitutions().get(policy),
                        method.rightUnder().get(policy));
            }
            method.metrics().forEach((metric, value) -> estimate(one, metric.key(), value));
            ArrayNode right = one.putArray("right_under_all_by_labels");
            flips.patterns().forEach(pattern -> right.add(method.rightUnderAll().getOrDefault(pattern.unsafe(), 0)));
        }
        return node;
    }

    private static void parts(ObjectNode node, Map<String, Measures> parts) {
        parts.forEach((name, measures) -> node.set(name, measures(measures)));
    }

    private static ObjectNode measures(Measures measures) {
        ObjectNode node = JSON.createObjectNode();
        Confusion counts = measures.confusion();
        node.putObject("counts")
                .put("true_positives", counts.truePositives())
                .put("false_positives", counts.falsePositives())
                .put("false_negatives", counts.falseNegatives())
                .put("true_negatives", counts.trueNegatives())
                .put("undecided_positives", counts.undecidedPositives())
                .put("undecided_negatives", counts.undecidedNegatives());
        measures.metrics().forEach((metric, value) -> estimate(node, metric.key(), value));
        measures.points().forEach((metric, value) -> value(node, metric.key(), value));
        if (counts.undecided() > 0) {
            values(node.putObject("undecided_as_unsafe"), measures.undecidedAsUnsafe());
            values(node.putObject("undecided_as_safe"), measures.undecidedAsSafe());
        }
        return node;
    }

    private static void values(ObjectNode node, Map<Metric, Measured<Double>> values) {
        values.forEach((metric, value) -> value(node, metric.key(), value));
    }

    private static void value(ObjectNode node, String name, Measured<Double> measured) {
        switch (measured) {
            case Measured.Defined<Double> defined -> node.putObject(name).put("value", defined.value());
            case Measured.Undefined<Double> undefined -> node.putObject(name).put("undefined", undefined.reason());
        }
    }

    private static void estimate(ObjectNode node, String name, Measured<Estimate> measured) {
        switch (measured) {
            case Measured.Defined<Estimate> defined ->
                node.putObject(name)
                        .put("value", defined.value().value())
                        .put("low", defined.value().interval().low())
                        .put("high", defined.value().interval().high());
            case Measured.Undefined<Estimate> undefined -> node.putObject(name).put("undefined", undefined.reason());
        }
    }

    private static void curve(ObjectNode scan, RelevanceCurve curve) {
        for (RelevanceCurve.Point point : curve.points()) {
            scan.withArray("curve")
                    .addArray()
                    .add(point.threshold())
                    .add(point.violatedKept())
                    .add(point.dropped());
        }
    }
}
