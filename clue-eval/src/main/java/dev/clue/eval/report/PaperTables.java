package dev.clue.eval.report;

import dev.clue.eval.method.Methods;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.RelevanceCurve;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The paper's tables with what was measured here, its numbers beside ours where they are known. The data and the models
 * are others, and each table says so.
 */
public final class PaperTables {

    private static final double[] KEPT_SHARES = {0.90, 0.95, 0.96, 0.98, 0.99, 1.0};
    private static final String RULE_SLICE = "rule: ";
    private static final String SWEEP = Methods.CLUE + "[";

    private final EvalReport report;
    private final UnaryOperator<String> printable;
    private final StringBuilder text = new StringBuilder();

    private PaperTables(EvalReport report, UnaryOperator<String> printable) {
        this.report = report;
        this.printable = printable;
    }

    /**
     * Every table for which something was measured.
     *
     * @param printable makes text from outside harmless for whoever shows it, and one line
     */
    public static String of(EvalReport report, UnaryOperator<String> printable) {
        PaperTables tables = new PaperTables(report, printable);
        tables.note();
        tables.zeroShot();
        tables.perRule();
        tables.ablation("Table 5. Without precondition extraction", Methods.CLUE, Methods.WITHOUT_PRECONDITIONS);
        tables.ablation(
                "Table 6. Without debiasing: the raw score at 0.5, and reasoning always",
                Methods.CLUE,
                Methods.WITHOUT_DEBIASING,
                Methods.REASONING_ALWAYS);
        tables.ablation(
                "Objectification: the rule as one statement, before and after",
                Methods.WITHOUT_OBJECTIFICATION,
                Methods.WITHOUT_PRECONDITIONS);
        tables.regions();
        tables.relevance();
        tables.ablation("Without reasoning: the sign of the score decides", Methods.CLUE, Methods.WITHOUT_REASONING);
        tables.time();
        tables.thresholds();
        return tables.text.toString();
    }

    private void note() {
        text.append("""
                The paper's layout, with numbers measured here. Columns marked "paper" are from arXiv 2501.00192: OTHER
                images (OS Bench, not published) and OTHER models. They stand beside ours to compare differences between
                methods, not values. Recall and accuracy in percent; in brackets our intervals.

                """);
    }

    private void zeroShot() {
        List<String> head = new ArrayList<>(List.of("Table 2. Zero-shot methods", "here: recall", "accuracy", "F1"));
        PublishedNumbers.MODELS.forEach(model -> head.add("paper, " + model));
        TextTable table = new TextTable(printable, head.toArray(String[]::new));
        Set<String> ids = new LinkedHashSet<>(PublishedNumbers.TABLE_2.keySet());
        Stream.of(
                        Methods.SINGLE_RULES_DIRECT,
                        Methods.SINGLE_RULES_REASONED,
                        Methods.COCA_WHOLE_CONSTITUTION,
                        Methods.COCA_SINGLE_RULES,
                        Methods.ENCODER,
                        Methods.DETECTOR)
                .forEach(ids::add);
        for (String id : ids) {
            MethodReport method = report.method(id);
            if (method == null) {
                continue;
            }
            List<String> row = new ArrayList<>(List.of(
                    id,
                    Numbers.percentWithInterval(method.image().metrics().get(Metric.RECALL)),
                    Numbers.percentWithInterval(method.image().metrics().get(Metric.ACCURACY)),
                    Numbers.fractionWithInterval(method.image().metrics().get(Metric.F1))));
            List<PublishedNumbers.Row> published = PublishedNumbers.TABLE_2.getOrDefault(id, List.of());
            for (int i = 0; i < PublishedNumbers.MODELS.size(); i++) {
                row.add(i < published.size() ? published.get(i).toString() : Numbers.NONE);
            }
            table.row(row);
        }
        text.append(table).append('\n');
    }

    /** On the images that were made for a rule, where the set says so; the paper's numbers by rule are not at hand. */
    private void perRule() {
        List<String> ids = PublishedNumbers.TABLE_2.keySet().stream()
                .filter(id -> report.method(id) != null)
                .toList();
        Set<String> slices = new LinkedHashSet<>();
        for (String id : ids) {
            MethodReport method = report.method(id);
            if (method != null) {
                method.slices().keySet().stream()
                        .filter(slice -> slice.startsWith(RULE_SLICE))
                        .forEach(slices::add);
            }
        }
        List<String> head = new ArrayList<>();
        head.add("Tables 4 and 9. Accuracy / F1 on the images of a rule");
        head.addAll(ids);
        TextTable table = new TextTable(printable, head.toArray(String[]::new));
        for (String slice : slices) {
            List<String> row = new ArrayList<>();
            row.add(slice.substring(RULE_SLICE.length()));
            for (String id : ids) {
                MethodReport method = report.method(id);
                Measures measures = method == null ? null : method.slices().get(slice);
                row.add(measures == null ? Numbers.NONE : accuracyAndF1(measures));
            }
            table.row(row);
        }
        if (!slices.isEmpty()) {
            text.append(table).append('\n');
        }
    }

    private void ablation(String title, String... ids) {
        TextTable table = new TextTable(
                printable, title, "here: accuracy", "F1", "F1 minus clue", "paper, InternVL2-8B-AWQ: accuracy / F1");
        int rows = 0;
        for (String id : ids) {
            MethodReport method = report.method(id);
            if (method != null) {
                rows++;
                MethodReport.Comparison comparison = method.againstClue();
                table.row(List.of(
                        id,
                        Numbers.percentWithInterval(method.image().metrics().get(Metric.ACCURACY)),
                        Numbers.fractionWithInterval(method.image().metrics().get(Metric.F1)),
                        comparison == null ? Numbers.NONE : Numbers.signed(comparison.f1()),
                        PublishedNumbers.ABLATIONS.getOrDefault(id, Numbers.NONE)));
            }
        }
        if (rows > 1) {
            text.append(table).append('\n');
        }
    }

    private void regions() {
        Map<String, String> published = new LinkedHashMap<>();
        published.put(Methods.CLUE, "91.2, 1.16 reasoning calls an image");
        published.put(Methods.WITHOUT_REGION_DIFFERENCE, "90.5, 1.32 reasoning calls an image");
        published.put(Methods.WITHOUT_CROPS, Numbers.NONE);
        TextTable table = new TextTable(
                printable,
                "Central regions",
                "here: recall",
                "accuracy",
                "F1",
                "output tokens an image",
                "paper, InternVL2-8B-AWQ: recall");
        int rows = 0;
        for (Map.Entry<String, String> entry : published.entrySet()) {
            MethodReport method = report.method(entry.getKey());
            if (method != null) {
                rows++;
                table.row(List.of(
                        entry.getKey(),
                        Numbers.percentWithInterval(method.image().metrics().get(Metric.RECALL)),
                        Numbers.percentWithInterval(method.image().metrics().get(Metric.ACCURACY)),
                        Numbers.fractionWithInterval(method.image().metrics().get(Metric.F1)),
                        Numbers.count(method.cost().outputTokens()),
                        entry.getValue()));
            }
        }
        if (rows > 1) {
            text.append(table).append('\n');
        }
    }

    private void relevance() {
        MethodReport clue = report.method(Methods.CLUE);
        MethodReport.Relevance relevance = clue == null ? null : clue.relevance();
        if (relevance == null) {
            return;
        }
        TextTable table =
                new TextTable(printable, "Relevance scan", "t", "violated rules kept %", "all rules dropped %");
        table.row(List.of(
                "as judged", "", Numbers.percentOf(relevance.violatedKept()), Numbers.percent(relevance.dropped())));
        if (relevance.curve() instanceof Measured.Defined<RelevanceCurve> curve) {
            for (double share : KEPT_SHARES) {
                curve.value()
                        .keeping(share)
                        .ifPresent(point -> table.row(List.of(
                                "keeping " + Numbers.percent(share) + " %",
                                Numbers.fraction(point.threshold()),
                                Numbers.percent(point.violatedKept()),
                                Numbers.percent(point.dropped()))));
            }
        }
        table.row(List.of("paper, CLIP ViT-B/16", ".220", "96.6", "67"));
        text.append(table).append('\n');
    }

    private void time() {
        TextTable table = new TextTable(printable, "Time an image", "seconds");
        for (MethodReport method : report.methods()) {
            table.row(List.of(
                    method.method() + ", here", Numbers.seconds(method.cost().seconds())));
        }
        table.row(List.of("clue, paper, InternVL2-8B-AWQ, one A100", "22.2"));
        table.row(List.of("clue, paper, LLaVA-v1.6-34B, one A100", "42.7"));
        table.row(List.of("clue, paper, InternVL2-76B, four A100", "101.8"));
        text.append(table).append('\n');
    }

    /** The constants, swept; the paper's curves are not at hand. */
    private void thresholds() {
        TextTable table = new TextTable(printable, "Constants, swept", "recall", "precision", "accuracy", "F1");
        boolean any = false;
        for (MethodReport method : report.methods()) {
            if (method.method().startsWith(SWEEP) || method.method().equals(Methods.CLUE)) {
                any |= method.method().startsWith(SWEEP);
                table.row(List.of(
                        method.method(),
                        Numbers.percentWithInterval(method.image().metrics().get(Metric.RECALL)),
                        Numbers.percentWithInterval(method.image().metrics().get(Metric.PRECISION)),
                        Numbers.percentWithInterval(method.image().metrics().get(Metric.ACCURACY)),
                        Numbers.fractionWithInterval(method.image().metrics().get(Metric.F1))));
            }
        }
        if (any) {
            text.append(table).append('\n');
        }
    }

    private static String accuracyAndF1(Measures measures) {
        String accuracy = Numbers.percent(measures.metrics().get(Metric.ACCURACY));
        return accuracy + " / " + Numbers.fraction(measures.metrics().get(Metric.F1));
    }
}
