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
import dev.clue.eval.metric.Estimate;
import dev.clue.eval.metric.Measured;
import dev.clue.eval.metric.Metric;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.report.EvaluatedRun;
import dev.clue.eval.report.Measures;
import dev.clue.eval.report.MethodReport;
import dev.clue.eval.report.RunCurves;
import dev.clue.eval.report.StatementFigures;
import dev.clue.judge.Thresholds;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Turns figures into what the page shows. */
final class EvalPageMaker {

    private static final List<Metric> OVERVIEW = List.of(Metric.F1, Metric.ACCURACY, Metric.RECALL, Metric.PRECISION);
    private static final List<Metric> FURTHER =
            List.of(Metric.BALANCED_ACCURACY, Metric.ROC_AUC, Metric.AVERAGE_PRECISION, Metric.BRIER, Metric.ECE);

    private final EvalReport report;
    private final List<MethodReport> methods;
    private final List<EvaluatedRun> runs;
    private final Thresholds thresholds;
    private final @Nullable Double relevance;

    /** @param relevance the relevance threshold t in use, or null where there is no encoder */
    EvalPageMaker(EvalReport report, List<EvaluatedRun> runs, Thresholds thresholds, @Nullable Double relevance) {
        this.report = report;
        this.methods = report.methods();
        this.runs = runs;
        this.thresholds = thresholds;
        this.relevance = relevance;
    }

    EvalPage page(Gallery gallery, String clueVersion) {
        StyleSheet style = StyleSheet.load("eval.css");
        return new EvalPage(
                "Evaluation of " + report.configuration().getOrDefault("data set", "a labelled set"),
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
                methods.stream().map(EvalPageMaker::confusion).toList(),
                Optional.ofNullable(report.flips()).map(FlipTables::of),
                plots(),
                new Sweeps(methods, thresholds, relevance).all(),
                groups(MethodReport::rules, "labelled image", "that violate it"),
                groups(MethodReport::slices, "image", "unsafe"),
                distributions(),
                cost(),
                galleries(gallery),
                LeftOutLists.of(report),
                facts());
    }

    private List<EvalPage.PlotFigure> plots() {
        List<EvalPage.PlotFigure> plots =
                new ArrayList<>(new Curves(runs.stream().map(RunCurves::of).toList()).all());
        RelevanceFigure.of(methods, relevance).ifPresent(plots::add);
        return plots;
    }

    private String summary() {
        if (methods.isEmpty()) {
            return Words.count(report.images(), "image") + ", none judged";
        }
        Confusion first = methods.getFirst().image().confusion();
        return Words.count(report.images(), "image") + "; " + unsafe(first) + " unsafe and "
                + (first.items() - unsafe(first)) + " safe ones judged; "
                + Words.count(methods.size(), "method");
    }

    private static int unsafe(Confusion counts) {
        return counts.truePositives() + counts.falseNegatives() + counts.undecidedPositives();
    }

    private String counting() {
        return String.format(
                Locale.ROOT,
                "Undecided images are left out of these figures, and are counted both ways below. In brackets: %.0f %%"
                        + " bootstrap intervals from %,d resamples of %s, seed %d.%s",
                report.bootstrap().level() * 100,
                report.bootstrap().resamples(),
                report.draws().words(),
                report.bootstrap().seed(),
                report.draws().pairs() == 0
                        ? ""
                        : " Images of one pair are not independent and are drawn together; McNemar's test takes every"
                                + " image by itself.");
    }

    private List<String> notices() {
        List<String> notices = new ArrayList<>();
        LeftOutLists.of(report).forEach(leftOut -> notices.add(leftOut.summary() + "; see What could not be used."));
        for (MethodReport method : methods) {
            if (method.judged() < report.images()) {
                notices.add(method.method() + " has judged " + method.judged() + " of "
                        + Words.count(report.images(), "image") + ".");
            }
            int unlabelled = method.unlabelled();
            if (unlabelled > 0) {
                notices.add(method.method() + ": " + Words.count(unlabelled, "image")
                        + " without a label for the whole image " + (unlabelled == 1 ? "is" : "are")
                        + " in the figures of rules and cost only.");
            }
        }
        return notices;
    }

    private Table metrics(String caption, List<Metric> metrics) {
        List<String> columns = new ArrayList<>(List.of("method"));
        metrics.forEach(metric -> columns.add(name(metric)));
        List<List<String>> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (MethodReport method : methods) {
            List<String> row = new ArrayList<>(List.of(method.method()));
            for (Metric metric : metrics) {
                Measured<Double> point = method.image().points().get(metric);
                row.add(
                        point == null
                                ? cell(
                                        method.method(),
                                        method.image().metrics().get(metric),
                                        Numbers::withInterval,
                                        notes)
                                : cell(method.method(), point, Numbers::share, notes));
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
        List<List<String>> rows = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        for (MethodReport method : methods) {
            MethodReport.Comparison clue = method.againstClue();
            if (clue != null) {
                rows.add(List.of(
                        method.method(),
                        cell(method.method(), clue.f1(), Numbers::difference, notes),
                        cell(method.method(), clue.accuracy(), Numbers::difference, notes),
                        Numbers.whole(clue.test().onlyFirst()),
                        Numbers.whole(clue.test().onlySecond()),
                        Numbers.probability(clue.test().pValue())));
            }
        }
        return new Table(
                "Each method minus CLUE, on the same images",
                List.of(
                        "method",
                        "F1 difference",
                        "accuracy difference",
                        "only it right",
                        "only CLUE right",
                        "p (McNemar)"),
                rows,
                List.copyOf(notes));
    }

    private Table undecided() {
        List<List<String>> rows = methods.stream()
                .map(method -> List.of(
                        method.method(),
                        Numbers.whole(method.image().confusion().undecidedPositives()),
                        Numbers.whole(method.image().confusion().undecidedNegatives()),
                        f1(method.image().undecidedAsUnsafe()),
                        f1(method.image().undecidedAsSafe())))
                .toList();
        return new Table(
                "Undecided images",
                List.of("method", "unsafe ones", "safe ones", "F1 if they count as unsafe", "F1 if they count as safe"),
                rows,
                List.of());
    }

    private static String f1(Map<Metric, Measured<Double>> values) {
        Measured<Double> measured = values.get(Metric.F1);
        return measured == null ? Numbers.NONE : Numbers.share(measured);
    }

    private static ConfusionTable confusion(MethodReport method) {
        Confusion counts = method.image().confusion();
        int unsafe = unsafe(counts);
        int safe = counts.items() - unsafe;
        return new ConfusionTable(
                method.method(),
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
            Function<MethodReport, SortedMap<String, Measures>> groupsOf, String items, String positives) {
        TreeSet<String> names = new TreeSet<>();
        methods.forEach(method -> names.addAll(groupsOf.apply(method).keySet()));
        List<Group> groups = new ArrayList<>();
        for (String name : names) {
            List<GroupRow> rows = new ArrayList<>();
            String facts = "";
            for (MethodReport method : methods) {
                Measures group = groupsOf.apply(method).get(name);
                if (group != null) {
                    rows.add(row(method.method(), group));
                    facts = Words.count(group.confusion().items(), items) + ", " + unsafe(group.confusion()) + " "
                            + positives;
                }
            }
            groups.add(new Group(name, facts, rows));
        }
        return groups;
    }

    private static GroupRow row(String method, Measures group) {
        return new GroupRow(
                method,
                bar(group, Metric.F1),
                bar(group, Metric.ACCURACY),
                figure(group, Metric.RECALL),
                figure(group, Metric.PRECISION),
                Numbers.whole(group.confusion().undecided()));
    }

    private static Bar bar(Measures group, Metric metric) {
        return Bar.of(group.metrics()
                .getOrDefault(metric, Measured.undefined(name(metric) + " was not measured for this part")));
    }

    private static String figure(Measures group, Metric metric) {
        Measured<Estimate> measured = group.metrics().get(metric);
        return measured == null ? Numbers.NONE : Numbers.share(measured.map(Estimate::value));
    }

    private List<Distribution> distributions() {
        List<Distribution> distributions = new ArrayList<>();
        for (EvaluatedRun run : runs) {
            List<StatementFigures> statements = StatementFigures.of(run, thresholds);
            if (!statements.isEmpty()) {
                distributions.add(new Distribution(
                        run.method(),
                        Numbers.whole(sum(statements, StatementFigures::asked)) + " scores of "
                                + Words.count(statements.size(), "statement") + "; "
                                + Numbers.whole(sum(statements, StatementFigures::unsure))
                                + " lie between alpha1 and alpha2 and decide nothing; "
                                + Numbers.whole(sum(statements, StatementFigures::surelyWrong))
                                + " decide against the label.",
                        statements.stream().map(EvalPageMaker::row).toList()));
            }
        }
        return distributions;
    }

    private static long sum(List<StatementFigures> statements, ToIntFunction<StatementFigures> number) {
        return statements.stream().mapToInt(number).sum();
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
        List<List<String>> rows = methods.stream()
                .map(method -> List.of(
                        method.method(),
                        tenth(method.cost().calls()),
                        tenth(method.cost().inputTokens()),
                        tenth(method.cost().outputTokens()),
                        String.format(Locale.ROOT, "%.2f", method.cost().seconds())))
                .toList();
        return new Table(
                "Cost an image, replayed calls included",
                List.of("method", "model calls", "prompt tokens", "generated tokens", "seconds"),
                rows,
                List.of());
    }

    private static String tenth(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    /** Of the runs that have evidence; if none has, of the first. */
    private List<EvalPage.Gallery> galleries(Gallery gallery) {
        List<EvaluatedRun> shown =
                runs.stream().filter(EvaluatedRun::hasEvidence).toList();
        return (shown.isEmpty() ? runs.stream().limit(1) : shown.stream())
                .map(gallery::of)
                .toList();
    }

    private List<EvalPage.Fact> facts() {
        return report.configuration().entrySet().stream()
                .map(entry -> new EvalPage.Fact(entry.getKey(), entry.getValue()))
                .toList();
    }
}
