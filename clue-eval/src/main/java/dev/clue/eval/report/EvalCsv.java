package dev.clue.eval.report;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.FlipMetric;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report as one long table of comma-separated values (RFC 4180): a row a method, part and metric. */
public final class EvalCsv {

    private static final String HEAD = "method,kind,part,items,undecided,metric,value,low,high,undefined\n";

    private EvalCsv() {}

    /** With a head line. An empty value has its reason in the last column. */
    public static String of(EvalReport report) {
        StringBuilder text = new StringBuilder(HEAD);
        for (MethodReport method : report.methods()) {
            part(text, method.method(), "image", "", method.image());
            Measures together = method.rulesTogether();
            if (together != null) {
                part(text, method.method(), "rules together", "", together);
            }
            method.rules().forEach((rule, measures) -> part(text, method.method(), "rule", rule, measures));
            method.slices().forEach((slice, measures) -> part(text, method.method(), "slice", slice, measures));
        }
        if (report.flips() != null) {
            flips(text, report.flips());
        }
        return text.toString();
    }

    private static void flips(StringBuilder text, FlipReport flips) {
        for (FlipReport.MethodFlips method : flips.methods()) {
            String counts = method.images() + "," + method.undecided() + ",";
            for (int policy = 0; policy < flips.constitutions().size(); policy++) {
                String start = quoted(method.method()) + ",policy,"
                        + quoted(flips.constitutions().get(policy)) + "," + counts;
                row(text, start, FlipMetric.RIGHT.key(), method.rightUnder().get(policy));
            }
            method.metrics()
                    .forEach((metric, value) ->
                            row(text, quoted(method.method()) + ",policies together,," + counts, metric.key(), value));
        }
    }

    private static void row(StringBuilder text, String start, String metric, Measured<Estimate> value) {
        switch (value) {
            case Measured.Defined<Estimate> defined ->
                row(
                        text,
                        start,
                        metric,
                        defined.value().value(),
                        defined.value().interval().low(),
                        defined.value().interval().high(),
                        "");
            case Measured.Undefined<Estimate> undefined ->
                row(text, start, metric, null, null, null, undefined.reason());
        }
    }

    private static void part(StringBuilder text, String method, String kind, String part, Measures measures) {
        String start = quoted(method) + "," + kind + "," + quoted(part) + ","
                + measures.confusion().items() + "," + measures.confusion().undecided() + ",";
        for (Map.Entry<Metric, Measured<Estimate>> entry : measures.metrics().entrySet()) {
            row(text, start, entry.getKey().key(), entry.getValue());
        }
        for (Map.Entry<Metric, Measured<Double>> entry : measures.points().entrySet()) {
            switch (entry.getValue()) {
                case Measured.Defined<Double> defined ->
                    row(text, start, entry.getKey().key(), defined.value(), null, null, "");
                case Measured.Undefined<Double> undefined ->
                    row(text, start, entry.getKey().key(), null, null, null, undefined.reason());
            }
        }
    }

    private static void row(
            StringBuilder text,
            String start,
            String metric,
            @Nullable Double value,
            @Nullable Double low,
            @Nullable Double high,
            String undefined) {
        text.append(start)
                .append(metric)
                .append(',')
                .append(number(value))
                .append(',')
                .append(number(low))
                .append(',')
                .append(number(high))
                .append(',')
                .append(quoted(undefined))
                .append('\n');
    }

    private static String number(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
