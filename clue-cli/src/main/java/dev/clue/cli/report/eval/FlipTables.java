package dev.clue.cli.report.eval;

import dev.clue.cli.output.Words;
import dev.clue.cli.report.eval.EvalPage.Flips;
import dev.clue.cli.report.eval.EvalPage.Table;
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.FlipMetric;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.report.FlipReport;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** How verdicts change with the policy. */
final class FlipTables {

    private static final String ONE_VERDICT = "one verdict for all policies, at best";
    private static final List<FlipMetric> CHANGES =
            List.of(FlipMetric.RIGHT_UNDER_ALL, FlipMetric.CHANGE_FOLLOWED, FlipMetric.VERDICT_KEPT);

    private FlipTables() {}

    static Flips of(FlipReport flips) {
        return new Flips(summary(flips), List.of(right(flips), changes(flips), labels(flips)));
    }

    private static String summary(FlipReport flips) {
        String images = Words.count(flips.images(), "image") + " labelled under all of "
                + String.join(", ", flips.constitutions())
                + (flips.leftOut() == 0 ? "" : "; " + flips.leftOut() + " more are not and are left out");
        return images + ". A verdict should change with the policy, and only with it. What is undecided is not right,"
                + " follows no change and keeps no verdict.";
    }

    private static Table right(FlipReport flips) {
        List<String> columns = new ArrayList<>(List.of("method"));
        flips.constitutions().forEach(constitution -> columns.add("right under " + constitution));
        columns.add(name(FlipMetric.RIGHT));
        List<List<String>> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (FlipReport.MethodFlips method : flips.methods()) {
            List<String> row = new ArrayList<>(List.of(method.method()));
            method.rightUnder().forEach(right -> row.add(cell(method.method(), right, notes)));
            row.add(cell(method.method(), method.metric(FlipMetric.RIGHT), notes));
            rows.add(row);
        }
        List<String> blind = new ArrayList<>(List.of(ONE_VERDICT));
        flips.constitutions().forEach(constitution -> blind.add(""));
        blind.add(oneVerdict(flips, FlipMetric.RIGHT));
        rows.add(blind);
        return new Table("Right under each policy", columns, rows, List.copyOf(notes));
    }

    private static Table changes(FlipReport flips) {
        List<String> columns = new ArrayList<>(List.of("method"));
        CHANGES.forEach(metric -> columns.add(name(metric)));
        columns.add("undecided");
        List<List<String>> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (FlipReport.MethodFlips method : flips.methods()) {
            List<String> row = new ArrayList<>(List.of(method.method()));
            CHANGES.forEach(metric -> row.add(cell(method.method(), method.metric(metric), notes)));
            row.add(Numbers.whole(method.undecided()));
            rows.add(row);
        }
        List<String> blind = new ArrayList<>(List.of(ONE_VERDICT));
        CHANGES.forEach(metric -> blind.add(oneVerdict(flips, metric)));
        blind.add("");
        rows.add(blind);
        return new Table("Verdicts that change with the policy, and only with it", columns, rows, List.copyOf(notes));
    }

    private static String oneVerdict(FlipReport flips, FlipMetric metric) {
        return Numbers.share(
                flips.oneVerdict().getOrDefault(metric, Measured.undefined(metric.key() + " was not measured")));
    }

    private static String name(FlipMetric metric) {
        return switch (metric) {
            case RIGHT -> "all pairs of image and policy";
            case RIGHT_UNDER_ALL -> "images right under all";
            case CHANGE_FOLLOWED -> "labels differ, verdicts likewise";
            case VERDICT_KEPT -> "labels agree, verdict kept";
        };
    }

    private static String cell(String method, Measured<Estimate> measured, Set<String> notes) {
        return switch (measured) {
            case Measured.Defined<Estimate> defined -> Numbers.withInterval(defined.value());
            case Measured.Undefined<Estimate> undefined -> {
                notes.add(method + ": " + undefined.reason());
                yield Numbers.NONE;
            }
        };
    }

    private static Table labels(FlipReport flips) {
        List<String> columns = new ArrayList<>();
        columns.add(String.join(" / ", flips.constitutions()));
        columns.add("images");
        flips.methods().forEach(method -> columns.add(method.method() + " right under all"));
        List<List<String>> rows = new ArrayList<>();
        for (FlipReport.Pattern pattern : flips.patterns()) {
            List<String> row = new ArrayList<>();
            row.add(pattern.unsafe().stream()
                    .map(unsafe -> unsafe ? "unsafe" : "safe")
                    .collect(Collectors.joining(" / ")));
            row.add(Numbers.whole(pattern.images()));
            flips.methods()
                    .forEach(method ->
                            row.add(Numbers.whole(method.rightUnderAll().getOrDefault(pattern.unsafe(), 0))));
            rows.add(row);
        }
        return new Table("By the labels that images have", columns, rows, List.of());
    }
}
