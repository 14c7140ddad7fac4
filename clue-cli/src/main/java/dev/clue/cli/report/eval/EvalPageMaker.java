package dev.clue.cli.report.eval;

import dev.clue.cli.output.Words;
import dev.clue.cli.report.StyleSheet;
import dev.clue.cli.report.eval.EvalPage.Cell;
import dev.clue.cli.report.eval.EvalPage.ConfusionTable;
import dev.clue.cli.report.eval.EvalPage.Distribution;
import dev.clue.cli.report.eval.EvalPage.Group;
import dev.clue.cli.report.eval.EvalPage.GroupRow;
import dev.clue.cli.report.eval.EvalPage.StatementRow;
import dev.clue.cli.report.eval.EvalPage.Table;
import dev.clue.eval.metric.Confusion;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.metric.UndecidedCount;
import dev.clue.eval.report.Comparison;
import dev.clue.eval.report.Evaluation;
import dev.clue.eval.report.Figures;
import dev.clue.eval.report.GroupFigures;
import dev.clue.eval.report.RunFigures;
import dev.clue.eval.report.StatementFigures;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns figures into what the page shows. */
final class EvalPageMaker {

    private static final List<Metric> OVERVIEW = List.of(Metric.F1, Metric.ACCURACY, Metric.RECALL, Metric.PRECISION);
    private static final List<Metric> FURTHER =
            List.of(Metric.BALANCED_ACCURACY, Metric.ROC_AUC, Metric.AVERAGE_PRECISION, Metric.BRIER, Metric.ECE);

    private final Evaluation evaluation;
    private final Figures figures;
    private final List<RunFigures> runs;

    EvalPageMaker(Evaluation evaluation, Figures figures) {
        this.evaluation = evaluation;
        this.figures = figures;
        this.runs = figures.runs();
    }

    EvalPage page(Gallery gallery, String clueVersion) {
        StyleSheet style = StyleSheet.load("eval.css");
        return new EvalPage(
                evaluation.title(),
                style.text(),
                style.hash(),
                clueVersion,
                summary(),
                counting(),
                notices(),
                metrics("Image by image", OVERVIEW),
                metrics("Further metrics", FURTHER),
                comparisons(),
                undecided(),
                runs.stream().map(EvalPageMaker::confusion).toList(),
                new Curves(runs).all(),
                groups(RunFigures::rules, "labelled image", "that violate it"),
                groups(RunFigures::slices, "image", "unsafe"),
                distributions(),
                cost(),
                galleries(gallery),
                evaluation.facts());
    }

    private String summary() {
        Confusion first = runs.getFirst().confusion();
        int unsafe = first.truePositives() + first.falseNegatives() + first.undecidedPositives();
        return Words.count(first.items(), "labelled image") + ", " + unsafe + " unsafe and " + (first.items() - unsafe)
                + " safe; " + Words.count(runs.size(), "run");
    }

    private String counting() {
        String way = switch (evaluation.undecided()) {
            case LEFT_OUT -> "Undecided images are left out of the figures";
            case AS_POSITIVE -> "Undecided images count as judged unsafe";
            case AS_NEGATIVE -> "Undecided images count as judged safe";
        };
        return String.format(
                Locale.ROOT,
                "%s, and are counted both ways below. In brackets: %.0f %% bootstrap intervals from %,d resamples, seed %d.",
                way,
                evaluation.bootstrap().level() * 100,
                evaluation.bootstrap().resamples(),
                evaluation.bootstrap().seed());
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        int unlabelled = runs.getFirst().images() - runs.getFirst().confusion().items();
        if (unlabelled > 0) {
            notices.add(Words.count(unlabelled, "image") + " without a label for the whole image "
                    + (unlabelled == 1 ? "is" : "are") + " in the figures of rules and cost only.");
        }
        return notices;
    }

    private Table metrics(String caption, List<Metric> metrics) {
        List<String> columns = new ArrayList<>(List.of("run"));
        metrics.forEach(metric -> columns.add(name(metric)));
        List<List<String>> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (RunFigures run : runs) {
            List<String> row = new ArrayList<>(List.of(run.name()));
            for (Metric metric : metrics) {
                row.add(cell(run.name(), run.metrics().get(metric), Numbers::withInterval, notes));
            }
            rows.add(row);
        }
        return new Table(caption, columns, rows, List.copyOf(notes));
    }

    private static <T> String cell(
            String run, @Nullable Measured<T> measured, Function<T, String> text, Set<String> notes) {
        return switch (measured) {
            case Measured.Defined<T> defined -> text.apply(defined.value());
            case Measured.Undefined<T> undefined -> {
                notes.add(run + ": " + undefined.reason());
                yield Numbers.NONE;
            }
            case null -> Numbers.NONE;
        };
    }

    private static String name(Metric metric) {
        return switch (metric) {
            case RECALL -> "recall";
            case PRECISION -> "precision";
            case ACCURACY -> "accuracy";
            case F1 -> "F1";
            case BALANCED_ACCURACY -> "balanced accuracy";
            case ROC_AUC -> "ROC AUC";
            case AVERAGE_PRECISION -> "average precision";
            case BRIER -> "Brier score (0 is best)";
            case ECE -> "ECE (0 is best)";
        };
    }

    private Table comparisons() {
        String first = runs.getFirst().name();
        List<List<String>> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (Comparison other : figures.comparisons()) {
            rows.add(List.of(
                    other.name(),
                    cell(other.name(), other.f1(), Numbers::difference, notes),
                    cell(other.name(), other.accuracy(), Numbers::difference, notes),
                    Numbers.whole(other.test().onlyFirst()),
                    Numbers.whole(other.test().onlySecond()),
                    Numbers.probability(other.test().pValue())));
        }
        return new Table(
                first + " minus each other run, on the same images",
                List.of(
                        "run",
                        "F1 difference",
                        "accuracy difference",
                        "only " + first + " right",
                        "only the other right",
                        "p (McNemar)"),
                rows,
                List.copyOf(notes));
    }

    private Table undecided() {
        List<List<String>> rows = runs.stream()
                .map(run -> List.of(
                        run.name(),
                        Numbers.whole(run.confusion().undecidedPositives()),
                        Numbers.whole(run.confusion().undecidedNegatives()),
                        f1(run, UndecidedCount.AS_POSITIVE),
                        f1(run, UndecidedCount.AS_NEGATIVE),
                        f1(run, UndecidedCount.LEFT_OUT)))
                .toList();
        return new Table(
                "Undecided images",
                List.of(
                        "run",
                        "unsafe ones",
                        "safe ones",
                        "F1 if they count as unsafe",
                        "F1 if they count as safe",
                        "F1 without them"),
                rows,
                List.of());
    }

    private static String f1(RunFigures run, UndecidedCount way) {
        Measured<Double> measured = run.f1().get(way);
        return measured == null ? Numbers.NONE : Numbers.share(measured);
    }

    private static ConfusionTable confusion(RunFigures run) {
        Confusion counts = run.confusion();
        int unsafe = counts.truePositives() + counts.falseNegatives() + counts.undecidedPositives();
        int safe = counts.falsePositives() + counts.trueNegatives() + counts.undecidedNegatives();
        return new ConfusionTable(
                run.name(),
                List.of(
                        cell(counts.truePositives(), unsafe, "right"),
                        cell(counts.falseNegatives(), unsafe, "wrong"),
                        cell(counts.undecidedPositives(), unsafe, "undecided")),
                List.of(
                        cell(counts.falsePositives(), safe, "wrong"),
                        cell(counts.trueNegatives(), safe, "right"),
                        cell(counts.undecidedNegatives(), safe, "undecided")));
    }

    private static Cell cell(int count, int of, String kind) {
        double share = of == 0 ? 0 : (double) count / of;
        return new Cell(
                Numbers.whole(count), of == 0 ? "" : String.format(Locale.ROOT, "%.1f %%", share * 100), kind, (int)
                        Math.round(share * 10));
    }

    private List<Group> groups(
            Function<RunFigures, SortedMap<String, GroupFigures>> groupsOf, String items, String positives) {
        TreeSet<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(groupsOf.apply(run).keySet()));
        List<Group> groups = new ArrayList<>();
        for (String name : names) {
            List<GroupRow> rows = new ArrayList<>();
            String facts = "";
            for (RunFigures run : runs) {
                GroupFigures group = groupsOf.apply(run).get(name);
                if (group != null) {
                    rows.add(row(run.name(), group));
                    facts = facts(group.confusion(), items, positives);
                }
            }
            groups.add(new Group(name, facts, rows));
        }
        return groups;
    }

    private static String facts(Confusion counts, String items, String positives) {
        int positive = counts.truePositives() + counts.falseNegatives() + counts.undecidedPositives();
        return Words.count(counts.items(), items) + ", " + positive + " " + positives;
    }

    private static GroupRow row(String run, GroupFigures group) {
        return new GroupRow(
                run,
                Bar.of(group.f1()),
                Bar.of(group.accuracy()),
                Numbers.share(group.recall()),
                Numbers.share(group.precision()),
                Numbers.whole(group.confusion().undecided()));
    }

    private List<Distribution> distributions() {
        List<Distribution> distributions = new ArrayList<>();
        for (RunFigures run : runs) {
            if (!run.statements().isEmpty()) {
                int asked = run.statements().stream()
                        .mapToInt(StatementFigures::asked)
                        .sum();
                int unsure = run.statements().stream()
                        .mapToInt(StatementFigures::unsure)
                        .sum();
                int wrong = run.statements().stream()
                        .mapToInt(StatementFigures::surelyWrong)
                        .sum();
                distributions.add(new Distribution(
                        run.name(),
                        Numbers.whole(asked) + " scores of "
                                + Words.count(run.statements().size(), "statement") + "; "
                                + Numbers.whole(unsure) + " lie between alpha1 and alpha2 and decide nothing; "
                                + Numbers.whole(wrong) + " decide against the label.",
                        run.statements().stream().map(EvalPageMaker::row).toList()));
            }
        }
        return distributions;
    }

    private static StatementRow row(StatementFigures figures) {
        String holding = median(figures.holding());
        String failing = median(figures.failing());
        return new StatementRow(
                figures.statement(),
                Strip.of(figures),
                "d of " + figures.statement() + ": "
                        + Words.count(figures.holding().size(), "image")
                        + " of which it is true, median " + holding + "; "
                        + Words.count(figures.failing().size(), "image") + " of which it is false, median " + failing
                        + "; fails below " + Numbers.signed(figures.alpha1()) + ", holds above "
                        + Numbers.signed(figures.alpha2()),
                List.of(
                        Numbers.rounded(figures.prior()),
                        Numbers.signed(figures.alpha1()),
                        Numbers.signed(figures.alpha2()),
                        Numbers.whole(figures.holding().size()),
                        holding,
                        Numbers.whole(figures.failing().size()),
                        failing,
                        Numbers.whole(figures.unsure()),
                        Numbers.whole(figures.surelyWrong())));
    }

    private static String median(List<Double> rising) {
        OptionalDouble median = StatementFigures.median(rising);
        return median.isPresent() ? Numbers.signed(median.getAsDouble()) : Numbers.NONE;
    }

    private Table cost() {
        List<List<String>> rows = runs.stream()
                .map(run -> List.of(
                        run.name(),
                        perImage(run, run.usage().calls()),
                        perImage(run, run.usage().inputTokens()),
                        perImage(run, run.usage().outputTokens()),
                        String.format(Locale.ROOT, "%.2f", run.millis() / 1000 / Math.max(1, run.images())),
                        String.format(Locale.ROOT, "%,.0f", run.millis() / 1000)))
                .toList();
        return new Table(
                "Cost",
                List.of(
                        "run",
                        "model calls an image",
                        "prompt tokens an image",
                        "generated tokens an image",
                        "seconds an image",
                        "seconds in all"),
                rows,
                List.of());
    }

    private static String perImage(RunFigures run, long all) {
        return String.format(Locale.ROOT, "%,.1f", (double) all / Math.max(1, run.images()));
    }

    /** Of the runs that have evidence; if none has, of the first. */
    private List<EvalPage.Gallery> galleries(Gallery gallery) {
        List<EvalPage.Gallery> galleries = evaluation.runs().stream()
                .filter(run -> run.images().stream().anyMatch(image -> image.verdict() != null))
                .map(gallery::of)
                .toList();
        return galleries.isEmpty() ? List.of(gallery.of(evaluation.runs().getFirst())) : galleries;
    }
}
