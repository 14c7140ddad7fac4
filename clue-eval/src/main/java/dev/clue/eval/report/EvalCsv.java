package dev.clue.eval.report;

import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.FlipMetric;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A report as one long table of comma-separated values (RFC 4180): a row a method, part and metric. A name that a
 * spreadsheet would take for a formula has an apostrophe before it.
 */
public final class EvalCsv {

    /** How every such file begins. */
    public static final String HEAD = "method,kind,part,items,undecided,metric,value,low,high,undefined\n";

    private static final String BEGINS_FORMULA = "=+-@";

    private final UnaryOperator<String> printable;
    private final StringBuilder text = new StringBuilder(HEAD);

    private EvalCsv(UnaryOperator<String> printable) {
        this.printable = printable;
    }

    /**
     * With a head line. An empty value has its reason in the last column.
     *
     * @param printable makes text from outside harmless for whoever shows it, and one line
     */
    public static String of(EvalReport report, UnaryOperator<String> printable) {
        EvalCsv csv = new EvalCsv(printable);
        csv.write(report);
        return csv.text.toString();
    }

    private void write(EvalReport report) {
        for (MethodReport method : report.methods()) {
            part(method.method(), "image", "", method.image());
            Measures together = method.rulesTogether();
            if (together != null) {
                part(method.method(), "rules together", "", together);
            }
            method.rules().forEach((rule, measures) -> part(method.method(), "rule", rule, measures));
            method.slices().forEach((slice, measures) -> part(method.method(), "slice", slice, measures));
        }
        if (report.flips() != null) {
            flips(report.flips());
        }
    }

    private void flips(FlipReport flips) {
        for (FlipReport.MethodFlips method : flips.methods()) {
            String counts = method.images() + "," + method.undecided() + ",";
            for (int policy = 0; policy < flips.constitutions().size(); policy++) {
                String start = quoted(method.method()) + ",policy,"
                        + quoted(flips.constitutions().get(policy)) + "," + counts;
                row(start, FlipMetric.RIGHT.key(), method.rightUnder().get(policy));
            }
            method.metrics()
                    .forEach((metric, value) ->
                            row(quoted(method.method()) + ",policies together,," + counts, metric.key(), value));
        }
    }

    private void row(String start, String metric, Measured<Estimate> value) {
        switch (value) {
            case Measured.Defined<Estimate> defined ->
                row(
                        start,
                        metric,
                        defined.value().value(),
                        defined.value().interval().low(),
                        defined.value().interval().high(),
                        "");
            case Measured.Undefined<Estimate> undefined -> row(start, metric, null, null, null, undefined.reason());
        }
    }

    private void part(String method, String kind, String part, Measures measures) {
        String start = quoted(method) + "," + kind + "," + quoted(part) + ","
                + measures.confusion().items() + "," + measures.confusion().undecided() + ",";
        for (Map.Entry<Metric, Measured<Estimate>> entry : measures.metrics().entrySet()) {
            row(start, entry.getKey().key(), entry.getValue());
        }
        for (Map.Entry<Metric, Measured<Double>> entry : measures.points().entrySet()) {
            switch (entry.getValue()) {
                case Measured.Defined<Double> defined ->
                    row(start, entry.getKey().key(), defined.value(), null, null, "");
                case Measured.Undefined<Double> undefined ->
                    row(start, entry.getKey().key(), null, null, null, undefined.reason());
            }
        }
    }

    private void row(
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

    private String quoted(String name) {
        String harmless = printable.apply(name);
        String text =
                !harmless.isEmpty() && BEGINS_FORMULA.indexOf(harmless.charAt(0)) >= 0 ? "'" + harmless : harmless;
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
