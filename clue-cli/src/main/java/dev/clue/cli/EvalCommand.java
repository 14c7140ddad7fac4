package dev.clue.cli;

import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.eval.EvalConfiguration;
import dev.clue.cli.eval.EvalFolder;
import dev.clue.cli.eval.MethodOptions;
import dev.clue.cli.eval.Policies;
import dev.clue.cli.option.CallStoreOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.ModelOptions;
import dev.clue.cli.option.OutputOptions;
import dev.clue.cli.option.ProfileOptions;
import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.cli.report.eval.EvalHtml;
import dev.clue.cli.report.eval.LabelledPictures;
import dev.clue.constitution.Constitution;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.calibration.BatchCalibration;
import dev.clue.eval.calibration.SurveyedSet;
import dev.clue.eval.calibration.Surveyor;
import dev.clue.eval.data.ColumnMapping;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import dev.clue.eval.data.ReadOptions;
import dev.clue.eval.data.SetProblem;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Methods;
import dev.clue.eval.method.Setting;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.report.EvalCsv;
import dev.clue.eval.report.EvalJson;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.report.EvalText;
import dev.clue.eval.report.EvaluatedRun;
import dev.clue.eval.report.FlipReport;
import dev.clue.eval.report.PaperTables;
import dev.clue.eval.run.EvalRun;
import dev.clue.eval.run.Result;
import dev.clue.eval.run.ResultsFile;
import dev.clue.eval.store.CallStore;
import dev.clue.eval.store.RecordedModels;
import dev.clue.image.ImageIntake;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.judge.Thresholds;
import dev.clue.model.ImageTextEncoder;
import dev.clue.profile.ProfileFile;
import dev.clue.verdict.VerdictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue eval}: measures how well images of a labelled set are judged. */
@Command(
        name = "eval",
        description = {
            "Measures how well the images of a labelled set are judged.",
            "",
            "Tables go to standard output; every result, every model call, and the report for programs to a folder."
                    + " Whatever is asked twice is computed once, so another method or metric costs only what is new."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue eval set/ --constitution policy.clue.yaml",
            "  clue eval set/ -c policy.clue.yaml --baselines --ablations --output eval --resume",
            "  clue eval test.parquet -c policy.clue.yaml --mapping unsafebench --limit 100",
            "  clue eval set/ -c policy.clue.yaml --flips strict.clue.yaml,lenient.clue.yaml",
            "  clue eval set/ -c policy.clue.yaml --sweep alpha1Factor=0.1,0.3,0.5 --output eval --resume"
        })
final class EvalCommand implements Callable<Integer> {

    /** What {@code --mapping} means. */
    static final String MAPPING = "What the columns of the set mean (default: recognised by the columns).";

    /** What {@code --split} means. */
    static final String SPLIT = "Parts of the set to use, such as test (default: all).";

    private static final int MOST_PROBLEMS_SHOWN = 20;
    private static final int BATCH = 100;

    @Parameters(
            paramLabel = "DATASET",
            description = "A folder with metadata.jsonl, metadata.csv or Parquet files; or one such file.")
    private String dataset = "";

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Mixin
    private ProfileOptions profileOptions = new ProfileOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Option(names = "--mapping", paramLabel = "NAME|FILE", description = MAPPING)
    private @Nullable String mapping;

    @Option(names = "--split", paramLabel = "NAME", split = ",", description = SPLIT)
    private Set<String> splits = Set.of();

    @Mixin
    private MethodOptions methodOptions = new MethodOptions();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            description = FileOptions.OUTPUT)
    private Path output = Path.of("clue-eval");

    @Option(names = "--resume", fallbackValue = "true", description = OutputOptions.RESUME)
    private boolean resume;

    @Option(names = "--overwrite", fallbackValue = "true", description = FileOptions.OVERWRITE)
    private boolean overwrite;

    @Mixin
    private CallStoreOptions callStoreOptions = new CallStoreOptions();

    @Option(
            names = "--resamples",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Bootstrap samples behind an interval (default: ${DEFAULT-VALUE}).")
    private int resamples = 2000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where the random numbers of the intervals begin (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--threads", paramLabel = "N", defaultValue = "1", description = JudgeCommand.THREADS)
    private int threads = 1;

    private final Setup setup;

    EvalCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1 || resamples < 1) {
            throw new ConfigurationException("--threads and --resamples must be 1 or more");
        }
        Constitution constitution =
                modelOptions.constitution(List.of(dataset), setup.shell().folder());
        modelOptions.thresholds(); // mistakes in options are said before models are opened
        ProfileFile learned = profileOptions.read();
        Policies policies =
                Policies.read(Path.of(dataset), readOptions(), constitution, methodOptions.otherConstitutions());
        if (learned != null && !policies.others().isEmpty()) {
            throw new ConfigurationException("--profile: a profile is made for one constitution, so it cannot judge by"
                    + " those of --flips: leave out one of the two options");
        }
        LabelledSet set = policies.own().set();
        List<LabelledImage> images = modelOptions.limited(set.images());
        show(policies.problems());
        EvalFolder folder = new EvalFolder(output);
        folder.prepare(resume, overwrite);

        try (OpenModels open = setup.models().open(modelOptions.choice(threads));
                CallStore store = CallStore.open(folder.callsOr(callStoreOptions.file()))) {
            open.omissions().forEach(omission -> warn(omission));
            Thresholds thresholds =
                    modelOptions.thresholds(learned, open.models().identities(), constitution);
            JudgeModels recorded = RecordedModels.of(open.models(), store);
            JudgeModels models = modelOptions.anyImage()
                    ? new JudgeModels(recorded.vlm(), recorded.encoder(), recorded.detector(), null)
                    : recorded;
            Setting setting = new Setting(models, constitution, thresholds, PriorStore.inMemory(), store::savedMillis);
            try (Interruption signals = Interruption.listen(
                            ExitStatus.INTERRUPTED.code(), setup.shell().err());
                    ResultsFile results = ResultsFile.open(
                            folder.results(),
                            EvalConfiguration.of(set.name(), setting, learned, modelOptions.anyImage()))) {
                return evaluate(images, policies, setting, store, results, folder, signals.stop())
                        .code();
            }
        } catch (UncheckedIOException e) {
            throw new OutputException(
                    String.valueOf(e.getMessage()), new IOException(String.valueOf(e.getMessage()), e));
        }
    }

    private ExitStatus evaluate(
            List<LabelledImage> images,
            Policies policies,
            Setting setting,
            CallStore store,
            ResultsFile results,
            EvalFolder folder,
            StopSignal stop)
            throws IOException {
        if (results.torn()) {
            warn("the last result was not finished and is judged again");
        }
        ImageIntake intake = limits.over(setup.intake());
        List<Method> own = methodOptions.methods(setting, () -> batch(images, intake, setting, stop));
        if (stop.requested()) {
            return stopped(results);
        }
        List<Method> methods = new ArrayList<>(own);
        methods.addAll(policies.methods(setting, methodOptions::followingPolicies));
        long done = images.stream()
                .filter(image ->
                        methods.stream().map(Method::id).allMatch(id -> results.result(image.id(), id) != null))
                .count();
        long before = results.results().size();
        Shell shell = setup.shell();
        try (Progress progress = Progress.start(shell.err(), shell.errTerminal(), images.size(), done)) {
            EvalRun.Watch watch = new EvalRun.Watch() {
                @Override
                public void kept(Result result) {
                    store.requireKept();
                }

                @Override
                public void finished(LabelledImage image) {
                    progress.step();
                }
            };
            new EvalRun(methods, intake, setting.models().domain(), results, watch)
                    .run(images, threads, stop::requested);
        }
        long made = results.results().size() - before;
        shell.err()
                .println(made + " predictions made, " + before + " were there already; model calls: " + store.computed()
                        + " computed, " + store.replayed() + " replayed");
        if (stop.requested()) {
            return stopped(results);
        }
        report(images, policies, own.stream().map(Method::id).toList(), results, folder, setting, intake);
        return ExitStatus.RAN;
    }

    private ExitStatus stopped(ResultsFile results) {
        warn("stopped: what was finished is in " + results.file() + "; go on with --resume");
        return ExitStatus.INTERRUPTED;
    }

    private void report(
            List<LabelledImage> images,
            Policies policies,
            List<String> methods,
            ResultsFile results,
            EvalFolder folder,
            Setting setting,
            ImageIntake intake)
            throws IOException {
        Bootstrap bootstrap = new Bootstrap(seed, resamples, Bootstrap.USUAL.level());
        SortedMap<String, String> configuration = new TreeMap<>(results.configuration());
        Double relevance = relevance(setting);
        if (relevance != null) {
            configuration.put("relevance threshold", relevance.toString());
        }
        EvalReport report = EvalReport.of(configuration, bootstrap, images, methods, results.results());
        if (!policies.others().isEmpty()) {
            report = report.with(FlipReport.of(bootstrap, policies.runs(images, methods), methods, results.results()));
        }
        String text = methodOptions.paper() ? EvalText.of(report) + PaperTables.of(report) : EvalText.of(report);
        setup.shell().out().write(text.getBytes(StandardCharsets.UTF_8));
        folder.write("report.txt", text);
        EvalHtml html = new EvalHtml(
                setting.constitution(),
                setting.thresholds(),
                relevance,
                LabelledPictures.of(intake),
                EvalHtml.USUAL_MISTAKES,
                Version.clueVersion());
        folder.write("report.html", html.page(report, EvaluatedRun.of(images, methods, results.results())));
        folder.write("report.json", EvalJson.of(report));
        folder.write("metrics.csv", EvalCsv.of(report));
        folder.write("verdicts.jsonl", verdicts(results, Methods.CLUE));
        for (Policies.Policy other : policies.others()) {
            String id = other.constitution().id();
            folder.write("verdicts." + id + ".jsonl", verdicts(results, Methods.under(id, Methods.CLUE)));
        }
    }

    /** The t in use, or null without an encoder. */
    private static @Nullable Double relevance(Setting setting) {
        ImageTextEncoder encoder = setting.models().encoder();
        return encoder == null ? null : Double.valueOf(setting.thresholds().relevanceFor(encoder));
    }

    /** CLUE's verdicts with their evidence, as clue judge writes them, by one constitution. */
    private static String verdicts(ResultsFile results, String method) {
        StringBuilder lines = new StringBuilder();
        for (Result result : results.results()) {
            if (result.verdict() != null && result.method().equals(method)) {
                lines.append(VerdictJson.write(result.verdict())).append('\n');
            }
        }
        return lines.toString();
    }

    /** Learned from the first images, which are taken as unlabelled. */
    private Optional<Method> batch(List<LabelledImage> images, ImageIntake intake, Setting setting, StopSignal stop) {
        List<LabelledImage> batch = images.stream().limit(BATCH).toList();
        Shell shell = setup.shell();
        try (Progress progress = Progress.start(shell.err(), shell.errTerminal(), batch.size(), 0)) {
            SurveyedSet surveyed = new Surveyor(
                            setting.models(),
                            setting.constitution(),
                            setting.thresholds(),
                            setting.priors(),
                            intake::read,
                            modelOptions.anyImage())
                    .survey(Words.count(batch.size(), "image"), batch, progress::step, stop::requested);
            surveyed.leftOut().forEach(why -> warn(why + ": left out of the batch for calibration"));
            if (stop.requested()) {
                return Optional.empty();
            }
            String first = batch.isEmpty() ? "none" : batch.getFirst().id();
            return Optional.of(Methods.batchCalibrated(
                    setting,
                    new BatchCalibration(setting.thresholds()).learn(surveyed).thresholds(),
                    surveyed.images().size() + " images, the first " + first));
        } catch (ConfigurationException e) {
            warn(Methods.BATCH + " is left out: " + e.getMessage());
            return Optional.empty();
        }
    }

    private ReadOptions readOptions() {
        ReadOptions options = ReadOptions.DEFAULT.with(splits);
        return mapping == null ? options : options.with(ColumnMapping.of(mapping));
    }

    private void show(List<SetProblem> problems) {
        problems.stream().limit(MOST_PROBLEMS_SHOWN).forEach(problem -> warn(problem.toString()));
        if (problems.size() > MOST_PROBLEMS_SHOWN) {
            warn("and " + (problems.size() - MOST_PROBLEMS_SHOWN) + " more problems");
        }
    }

    private void warn(String message) {
        setup.shell().err().println("clue: " + Printable.text(message));
    }
}
