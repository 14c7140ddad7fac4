package dev.clue.eval.report;

import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A report as tables of text. */
public final class EvalText {

    private EvalText() {}

    /** Methods, then rules, then slices. */
    public static String of(EvalReport report) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "%d images; in brackets %.0f %% intervals (bootstrap over %s, %d resamples, seed %d)%n%n",
                report.images(),
                100 * report.bootstrap().level(),
                report.draws().words(),
                report.bootstrap().resamples(),
                report.bootstrap().seed()));
        String profile = report.configuration().get(EvalReport.PROFILE);
        if (profile != null) {
            text.append("judged with the thresholds of profile ")
                    .append(profile)
                    .append("\n\n");
        }
        text.append(methods(report)).append('\n');
        text.append(cost(report)).append('\n');
        comparison(report, text);
        relevance(report, text);
        if (report.flips() != null) {
            text.append(FlipText.of(report.flips()));
        }
        parts("rule", report, MethodReport::rules, text);
        parts("slice", report, MethodReport::slices, text);
        undefined(report, text);
        return text.toString();
    }

    private static String methods(EvalReport report) {
        TextTable table = new TextTable(
                "safe against unsafe", "images", "recall %", "precision %", "accuracy %", "F1", "AUC", "undecided");
        for (MethodReport method : report.methods()) {
            Measures measures = method.image();
            table.row(List.of(
                    method.method(),
                    Integer.toString(method.images()),
                    Numbers.percentWithInterval(measures.metrics().get(Metric.RECALL)),
                    Numbers.percentWithInterval(measures.metrics().get(Metric.PRECISION)),
                    Numbers.percentWithInterval(measures.metrics().get(Metric.ACCURACY)),
                    Numbers.fractionWithInterval(measures.metrics().get(Metric.F1)),
                    Numbers.fraction(measures.metrics().get(Metric.ROC_AUC)),
                    undecided(measures)));
        }
        return table.toString();
    }

    /** How many, and F1 if they count as unsafe and as safe. */
    private static String undecided(Measures measures) {
        int undecided = measures.confusion().undecided();
        if (undecided == 0) {
            return "0";
        }
        return undecided + " (F1 " + f1(measures.undecidedAsUnsafe()) + " as unsafe, " + f1(measures.undecidedAsSafe())
                + " as safe)";
    }

    private static String f1(Map<Metric, Measured<Double>> values) {
        Measured<Double> f1 = values.get(Metric.F1);
        return f1 == null ? Numbers.NONE : f1.optional().map(Numbers::fraction).orElse(Numbers.NONE);
    }

    private static String cost(EvalReport report) {
        TextTable table = new TextTable("cost an image", "model calls", "input tokens", "output tokens", "seconds");
        for (MethodReport method : report.methods()) {
            table.row(List.of(
                    method.method(),
                    Numbers.count(method.cost().calls()),
                    Numbers.count(method.cost().inputTokens()),
                    Numbers.count(method.cost().outputTokens()),
                    Numbers.seconds(method.cost().seconds())));
        }
        return table.toString();
    }

    private static void comparison(EvalReport report, StringBuilder text) {
        TextTable table =
                new TextTable("minus clue", "F1", "accuracy", "only it right", "only clue right", "McNemar p");
        boolean any = false;
        for (MethodReport method : report.methods()) {
            MethodReport.Comparison comparison = method.againstClue();
            if (comparison != null) {
                any = true;
                table.row(List.of(
                        method.method(),
                        Numbers.signed(comparison.f1()),
                        Numbers.signed(comparison.accuracy()),
                        Integer.toString(comparison.test().onlyFirst()),
                        Integer.toString(comparison.test().onlySecond()),
                        Numbers.pValue(comparison.test().pValue())));
            }
        }
        if (any) {
            text.append(table).append('\n');
        }
    }

    private static void relevance(EvalReport report, StringBuilder text) {
        TextTable table = new TextTable("relevance scan", "violated rules kept %", "all rules dropped %");
        boolean any = false;
        for (MethodReport method : report.methods()) {
            MethodReport.Relevance relevance = method.relevance();
            if (relevance != null) {
                any = true;
                table.row(List.of(
                        method.method(),
                        Numbers.percentOf(relevance.violatedKept()),
                        Numbers.percent(relevance.dropped())));
            }
        }
        if (any) {
            text.append(table).append('\n');
        }
    }

    /** One table a rule or slice would be long: one row a part, of the first method that has parts; all in the files. */
    private static void parts(
            String kind,
            EvalReport report,
            Function<MethodReport, SortedMap<String, Measures>> parts,
            StringBuilder text) {
        for (MethodReport method : report.methods()) {
            if (parts.apply(method).isEmpty()) {
                continue;
            }
            TextTable table = new TextTable(
                    method.method() + " by " + kind,
                    "items",
                    "positive",
                    "recall %",
                    "precision %",
                    "accuracy %",
                    "F1",
                    "undecided");
            for (Map.Entry<String, Measures> part : parts.apply(method).entrySet()) {
                Measures measures = part.getValue();
                Confusion counts = measures.confusion();
                table.row(List.of(
                        part.getKey(),
                        Integer.toString(counts.items()),
                        Integer.toString(
                                counts.truePositives() + counts.falseNegatives() + counts.undecidedPositives()),
                        Numbers.percentWithInterval(measures.metrics().get(Metric.RECALL)),
                        Numbers.percentWithInterval(measures.metrics().get(Metric.PRECISION)),
                        Numbers.percentWithInterval(measures.metrics().get(Metric.ACCURACY)),
                        Numbers.fractionWithInterval(measures.metrics().get(Metric.F1)),
                        Integer.toString(counts.undecided())));
            }
            text.append(table).append('\n');
        }
    }

    /** Why a dash stands where a number of a whole method should. */
    private static void undefined(EvalReport report, StringBuilder text) {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (MethodReport method : report.methods()) {
            method.image().metrics().forEach((metric, value) -> {
                if (value instanceof Measured.Undefined<?> none) {
                    reasons.putIfAbsent(none.reason(), method.method());
                }
            });
        }
        reasons.forEach((reason, method) ->
                text.append("- ").append(method).append(": ").append(reason).append('\n'));
    }
}
