package dev.clue.eval.report;

import dev.clue.eval.metric.FlipMetric;
import dev.clue.eval.metric.Measured;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How verdicts change with the policy, as tables of text. */
final class FlipText {

    private static final String ONE_VERDICT = "(one verdict for all, at best)";

    private FlipText() {}

    static String of(FlipReport flips, UnaryOperator<String> printable) {
        StringBuilder text = new StringBuilder();
        text.append("policies: ")
                .append(printable.apply(String.join(", ", flips.constitutions())))
                .append("; ")
                .append(Numbers.of(flips.images(), "image"))
                .append(" labelled by all of them");
        if (flips.leftOut() > 0) {
            text.append(", ").append(flips.leftOut()).append(" left out");
        }
        text.append('\n');
        text.append(methods(flips, printable)).append('\n');
        text.append(labels(flips, printable)).append('\n');
        reasons(flips)
                .forEach(reason ->
                        text.append("- ").append(printable.apply(reason)).append('\n'));
        return text.toString();
    }

    private static TextTable methods(FlipReport flips, UnaryOperator<String> printable) {
        List<String> head = new ArrayList<>(List.of("right under %"));
        head.addAll(flips.constitutions());
        head.addAll(List.of(
                "all image-policy pairs", "images right under all", "changes followed", "verdicts kept", "undecided"));
        TextTable table = new TextTable(printable, head.toArray(String[]::new));
        for (FlipReport.MethodFlips method : flips.methods()) {
            List<String> row = new ArrayList<>(List.of(method.method()));
            method.rightUnder().forEach(right -> row.add(Numbers.percentWithInterval(right)));
            for (FlipMetric metric : FlipMetric.values()) {
                row.add(Numbers.percentWithInterval(method.metric(metric)));
            }
            row.add(Integer.toString(method.undecided()));
            table.row(row);
        }
        List<String> blind = new ArrayList<>(List.of(ONE_VERDICT));
        flips.constitutions().forEach(constitution -> blind.add(""));
        flips.oneVerdict().values().forEach(value -> blind.add(Numbers.percentOf(value)));
        blind.add("");
        table.row(blind);
        return table;
    }

    private static TextTable labels(FlipReport flips, UnaryOperator<String> printable) {
        List<String> head = new ArrayList<>(List.of("labels under " + String.join(" / ", flips.constitutions())));
        head.add("images");
        flips.methods().forEach(method -> head.add(method.method() + " right under all"));
        TextTable table = new TextTable(printable, head.toArray(String[]::new));
        for (FlipReport.Pattern pattern : flips.patterns()) {
            List<String> row = new ArrayList<>();
            row.add(pattern.unsafe().stream()
                    .map(unsafe -> unsafe ? "unsafe" : "safe")
                    .collect(Collectors.joining(" / ")));
            row.add(Integer.toString(pattern.images()));
            flips.methods()
                    .forEach(method ->
                            row.add(Integer.toString(method.rightUnderAll().getOrDefault(pattern.unsafe(), 0))));
            table.row(row);
        }
        return table;
    }

    private static Set<String> reasons(FlipReport flips) {
        Set<String> reasons = new LinkedHashSet<>();
        for (FlipReport.MethodFlips method : flips.methods()) {
            method.metrics().values().forEach(value -> {
                if (value instanceof Measured.Undefined<?> none) {
                    reasons.add(none.reason());
                }
            });
        }
        return reasons;
    }
}
