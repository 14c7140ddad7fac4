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
import java.util.function.UnaryOperator;

/** A report as tables of text. */
public final class EvalText {

    private static final int MOST_EXAMPLES = 5;
    private static final int LONGEST = 400;

    private final EvalReport report;
    private final UnaryOperator<String> printable;
    private final StringBuilder text = new StringBuilder();

    private EvalText(EvalReport report, UnaryOperator<String> printable) {
        this.report = report;
        this.printable = printable;
    }

    /**
     * What could not be used, methods, then rules, then slices.
     *
     * @param printable makes text from outside harmless for whoever shows it, and one line
     */
    public static String of(EvalReport report, UnaryOperator<String> printable) {
        EvalText written = new EvalText(report, printable);
        written.write();
        return written.text.toString();
    }

    private void write() {
        text.append(String.format(
                Locale.ROOT,
                "%s; in brackets %.0f %% intervals (bootstrap over %s, %s, seed %d)%n%n",
                Numbers.of(report.images(), "image"),
                100 * report.bootstrap().level(),
                report.draws().words(),
                Numbers.of(report.bootstrap().resamples(), "resample"),
                report.bootstrap().seed()));
        String profile = report.configuration().get(EvalReport.PROFILE);
        if (profile != null) {
            text.append("judged with the thresholds of profile ")
                    .append(printable.apply(profile))
                    .append("\n\n");
        }
        examples(report.unjudgedInWords(), report.unjudged());
        examples(report.problemsInWords(), report.problems());
        methods();
        cost();
        comparison();
        relevance();
        if (report.flips() != null) {
            text.append(FlipText.of(report.flips(), printable));
        }
        parts("rule", MethodReport::rules);
        parts("slice", MethodReport::slices);
        undefined();
    }

    private void examples(String heading, List<?> all) {
        if (all.isEmpty()) {
            return;
        }
        text.append(heading).append(":\n");
        all.stream()
                .limit(MOST_EXAMPLES)
                .forEach(each -> text.append("- ")
                        .append(Shortened.middle(printable.apply(each.toString()), LONGEST))
                        .append('\n'));
        if (all.size() > MOST_EXAMPLES) {
            text.append("- and ").append(all.size() - MOST_EXAMPLES).append(" more: all are in report.json\n");
        }
        text.append('\n');
    }

    private void methods() {
        TextTable table = new TextTable(
                printable,
                "safe against unsafe",
                "images",
                "recall %",
                "precision %",
                "accuracy %",
                "F1",
                "AUC",
                "undecided");
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
        text.append(table);
        report.methods().stream()
                .filter(method -> method.unlabelled() > 0)
                .forEach(method -> text.append("- ")
                        .append(method.method())
                        .append(": ")
                        .append(method.unlabelled())
                        .append(" of ")
                        .append(Numbers.of(method.judged(), "judged image"))
                        .append(" without a label for the whole image, in the figures of rules and cost only\n"));
        text.append('\n');
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

    private void cost() {
        TextTable table =
                new TextTable(printable, "cost an image", "model calls", "input tokens", "output tokens", "seconds");
        for (MethodReport method : report.methods()) {
            table.row(List.of(
                    method.method(),
                    Numbers.count(method.cost().calls()),
                    Numbers.count(method.cost().inputTokens()),
                    Numbers.count(method.cost().outputTokens()),
                    Numbers.seconds(method.cost().seconds())));
        }
        text.append(table).append('\n');
    }

    private void comparison() {
        TextTable table = new TextTable(
                printable, "minus clue", "F1", "accuracy", "only it right", "only clue right", "McNemar p");
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

    private void relevance() {
        TextTable table = new TextTable(printable, "relevance scan", "violated rules kept %", "all rules dropped %");
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
    private void parts(String kind, Function<MethodReport, SortedMap<String, Measures>> parts) {
        for (MethodReport method : report.methods()) {
            if (parts.apply(method).isEmpty()) {
                continue;
            }
            TextTable table = new TextTable(
                    printable,
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
    private void undefined() {
        SortedMap<String, String> reasons = new TreeMap<>();
        for (MethodReport method : report.methods()) {
            method.image().metrics().forEach((metric, value) -> {
                if (value instanceof Measured.Undefined<?> none) {
                    reasons.putIfAbsent(none.reason(), method.method());
                }
            });
        }
        reasons.forEach((reason, method) -> text.append("- ")
                .append(method)
                .append(": ")
                .append(printable.apply(reason))
                .append('\n'));
    }
}
