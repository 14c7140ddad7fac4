package dev.clue.cli;

import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.compile.OpenErrors;
import dev.clue.cli.engine.ModelChoice;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.eval.CalibrationBatch;
import dev.clue.cli.eval.EvalConfiguration;
import dev.clue.cli.eval.EvalFolder;
import dev.clue.cli.eval.EvalReports;
import dev.clue.cli.eval.Evaluation;
import dev.clue.cli.eval.MethodOptions;
import dev.clue.cli.eval.Policies;
import dev.clue.cli.input.SetFiles;
import dev.clue.cli.option.CallStoreOptions;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.ModelOptions;
import dev.clue.cli.option.OptionSource;
import dev.clue.cli.option.OutputOptions;
import dev.clue.cli.option.ProfileOptions;
import dev.clue.cli.option.ThreadOptions;
import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.Warnings;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.data.ColumnMapping;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import dev.clue.eval.data.ReadOptions;
import dev.clue.eval.method.Method;
import dev.clue.eval.method.Setting;
import dev.clue.eval.metric.Bootstrap;
import dev.clue.eval.report.EvalReport;
import dev.clue.eval.run.ResultsFile;
import dev.clue.eval.store.CallStore;
import dev.clue.eval.store.RecordedModels;
import dev.clue.image.ImageIntake;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.PriorStore;
import dev.clue.judge.Thresholds;
import dev.clue.profile.ProfileFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

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

    private static final int MOST_RESAMPLES = 100_000;

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
    private Path output = Path.of("clue-evaluation");

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
            description =
                    "Bootstrap samples behind an interval, at most " + MOST_RESAMPLES + " (default: ${DEFAULT-VALUE}).")
    private int resamples = 2000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where the random numbers of the intervals begin (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private ThreadOptions threadOptions = new ThreadOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;
    private final CommonOptions common;

    EvalCommand(Setup setup, CommonOptions common) {
        this.setup = setup;
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        requireInRange();
        boolean resumes = resume && !OptionSource.goesBefore(spec, "--overwrite", "--resume");
        boolean replaces = overwrite && !OptionSource.goesBefore(spec, "--resume", "--overwrite");
        Path file =
                modelOptions.constitutionFile(List.of(dataset), setup.shell().folder());
        Constitution constitution = ConstitutionFile.read(file);
        modelOptions.thresholds(); // mistakes in options are said before models are opened
        ModelChoice choice = modelOptions.choice(threadOptions.threads());
        ImageIntake intake = limits.over(setup.intake());
        ProfileFile learned = OptionSource.goesBefore(spec, "--flips", "--profile") ? null : profileOptions.read();
        List<Constitution> others =
                OptionSource.goesBefore(spec, "--profile", "--flips") ? List.of() : methodOptions.otherConstitutions();
        methodOptions.check(constitution);
        Policies policies = Policies.read(Path.of(dataset), readOptions(), constitution, others);
        if (learned != null && !policies.others().isEmpty()) {
            throw new ConfigurationException("--profile: a profile is made for one constitution, so it cannot judge by"
                    + " those of --flips: leave out one of the two options");
        }
        List<LabelledImage> images = modelOptions.limited(policies.own().set().images());
        EvalFolder folder = new EvalFolder(output);
        folder.check(
                resumes,
                replaces,
                policies.otherIds(),
                callStoreOptions.file(),
                inputs(file, policies.own().set()));
        OpenErrors.of(file).forEach(warnings()::say);
        warnings().sayEach(policies.problems(), "all of them will be in " + folder.json());

        try (OpenModels open = setup.models().open(choice)) {
            open.omissions().forEach(warnings()::say);
            Thresholds thresholds =
                    modelOptions.thresholds(learned, open.models().identities(), constitution);
            // Everything was looked at: from here on files are made.
            try (CallStore store = CallStore.open(folder.callsOr(callStoreOptions.file()))) {
                if (replaces) {
                    folder.replaceResults();
                }
                Setting setting = new Setting(
                        judging(open.models(), store),
                        constitution,
                        thresholds,
                        PriorStore.inMemory(),
                        store::savedMillis);
                SortedMap<String, String> configuration = EvalConfiguration.of(
                        policies.own().set().name(), setting, learned, modelOptions.anyImage(), intake.limits());
                try (Interruption signals = Interruption.listen(
                                ExitStatus.INTERRUPTED.code(), setup.shell().err());
                        ResultsFile results = ResultsFile.open(folder.results(), configuration)) {
                    Evaluation evaluation = new Evaluation(images, intake, policies, setting, store, results);
                    return evaluate(evaluation, folder, signals.stop()).code();
                }
            }
        } catch (UncheckedIOException e) {
            throw new OutputException(
                    String.valueOf(e.getMessage()), new IOException(String.valueOf(e.getMessage()), e));
        }
    }

    private void requireInRange() {
        if (resamples < 1 || resamples > MOST_RESAMPLES) {
            throw new ConfigurationException("--resamples: must be 1 to " + MOST_RESAMPLES + ", but is " + resamples);
        }
    }

    /** The models, with whatever they are asked kept; without their domain where any image is judged. */
    private JudgeModels judging(JudgeModels opened, CallStore store) {
        JudgeModels recorded = RecordedModels.of(opened, store);
        return modelOptions.anyImage()
                ? new JudgeModels(recorded.vlm(), recorded.encoder(), recorded.detector(), null)
                : recorded;
    }

    private ExitStatus evaluate(Evaluation evaluation, EvalFolder folder, StopSignal stop) throws IOException {
        Shell shell = setup.shell();
        ResultsFile results = evaluation.results();
        if (results.torn()) {
            warnings().say("the last result was not finished and is judged again");
        }
        CalibrationBatch batch =
                new CalibrationBatch(evaluation.intake(), modelOptions.anyImage(), warnings(), shell.errTerminal());
        Setting setting = evaluation.setting();
        List<Method> own = methodOptions.methods(setting, () -> batch.learn(evaluation.images(), setting, stop));
        if (!stop.requested()) {
            List<Method> methods = new ArrayList<>(own);
            methods.addAll(evaluation.policies().methods(setting, methodOptions::followingPolicies));
            evaluation.judge(methods, threadOptions.threads(), folder, warnings(), shell.errTerminal(), stop);
        }
        if (stop.requested()) {
            warnings().say("stopped: what was finished is in " + results.file() + "; go on with --resume");
            return ExitStatus.INTERRUPTED;
        }
        List<String> ids = own.stream().map(Method::id).toList();
        EvalReport report = evaluation.report(new Bootstrap(seed, resamples, Bootstrap.USUAL.level()), ids);
        new EvalReports(folder, shell.out(), methodOptions.paper(), evaluation.page(Version.clueVersion()))
                .write(
                        report,
                        evaluation.images(),
                        ids,
                        results.results(),
                        evaluation.policies().otherIds());
        return ExitStatus.RAN;
    }

    private List<Path> inputs(Path policy, LabelledSet set) {
        List<Path> inputs = new ArrayList<>(List.of(
                policy, LockFile.beside(policy), common.configFile(setup.shell().folder())));
        inputs.addAll(profileOptions.inputs());
        inputs.addAll(methodOptions.inputs());
        inputs.addAll(SetFiles.of(dataset, mapping, set));
        return inputs;
    }

    private ReadOptions readOptions() {
        ReadOptions options = ReadOptions.DEFAULT.with(splits);
        return mapping == null ? options : options.with(ColumnMapping.of(mapping));
    }

    private Warnings warnings() {
        return new Warnings(setup.shell().err());
    }
}
