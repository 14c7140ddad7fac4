package dev.clue.cli;

import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.compile.OpenErrors;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.input.ImageList;
import dev.clue.cli.input.ImagePaths;
import dev.clue.cli.input.PathList;
import dev.clue.cli.input.SetFiles;
import dev.clue.cli.option.CallStoreOptions;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.ModelOptions;
import dev.clue.cli.option.OptionSource;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputException;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.output.Words;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.calibration.BatchCalibration;
import dev.clue.eval.calibration.Calibrated;
import dev.clue.eval.calibration.ConformalCalibration;
import dev.clue.eval.calibration.LearnableImages;
import dev.clue.eval.calibration.Profiles;
import dev.clue.eval.calibration.SurveyedSet;
import dev.clue.eval.calibration.Surveyor;
import dev.clue.eval.calibration.UnlabelledImages;
import dev.clue.eval.data.ColumnMapping;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import dev.clue.eval.data.ReadOptions;
import dev.clue.eval.store.CallStore;
import dev.clue.eval.store.RecordedModels;
import dev.clue.image.ImageIntake;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.Thresholds;
import dev.clue.profile.Profile;
import dev.clue.profile.ProfileFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue calibrate}: learns thresholds from images and writes them as a profile. */
@Command(
        name = "calibrate",
        description = {
            "Learns thresholds from images, and writes them as a profile for clue judge --profile.",
            "",
            "From a labelled set: thresholds such that at most a share alpha of the violations is missed; what is not"
                    + " sure is then undecided. From images without labels (--unlabelled): what the model tends to"
                    + " answer takes the place of what it answers without an image; about half of the images should"
                    + " show each statement.",
            "",
            "A run that was ended goes on when it is started again: no model call that was kept is made twice. Another"
                    + " --alpha or --scope makes none."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue calibrate set/ -c policy.clue.yaml --alpha 0.05 --output policy.profile.json",
            "  clue calibrate photos/ --unlabelled --output photos.profile.json",
            "  clue judge photos/ --profile policy.profile.json"
        })
final class CalibrateCommand implements Callable<Integer> {

    private static final String REST = "clue eval writes all of them to its report.json";
    private static final String DEFAULT_NAME = "calibrated";
    private static final String CALLS = ".calls.jsonl";
    private static final String UNLABELLED = "--unlabelled";
    private static final String ALPHA = "--alpha";
    private static final String SCOPE = "--scope";
    private static final List<String> BOUND = List.of(ALPHA, SCOPE);

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "A labelled set, as for clue eval; or with --unlabelled images, as for clue judge.")
    private List<String> paths = List.of();

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Option(names = "--mapping", paramLabel = "NAME|FILE", description = EvalCommand.MAPPING)
    private @Nullable String mapping;

    @Option(names = "--split", paramLabel = "NAME", split = ",", description = EvalCommand.SPLIT)
    private Set<String> splits = Set.of();

    @Option(
            names = ALPHA,
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Of the violations, at most this share may be missed (default: ${DEFAULT-VALUE}).")
    private double alpha = 0.05;

    @Option(
            names = SCOPE,
            paramLabel = "SCOPE",
            defaultValue = "global",
            description = "${COMPLETION-CANDIDATES}: one threshold and a bound for all violations together, or one for"
                    + " each rule, which needs as many labels for each (default: ${DEFAULT-VALUE}).")
    private ConformalCalibration.Scope scope = ConformalCalibration.Scope.GLOBAL;

    @Option(
            names = UNLABELLED,
            fallbackValue = "true",
            description = "Learn from images without labels, with no bound on what is missed.")
    private boolean unlabelled;

    @Mixin
    private FileOptions result = new FileOptions();

    @Mixin
    private CallStoreOptions callStoreOptions = new CallStoreOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;
    private final CommonOptions common;

    CalibrateCommand(Setup setup, CommonOptions common) {
        this.setup = setup;
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        Path file = modelOptions.constitutionFile(paths, setup.shell().folder());
        Constitution constitution = ConstitutionFile.read(file);
        Thresholds thresholds = modelOptions.thresholds();
        boolean withoutLabels = withoutLabels();
        ConformalCalibration conformal = new ConformalCalibration(constitution, thresholds, alpha);
        OpenErrors.of(file).forEach(warnings()::say);
        LabelledSet set = withoutLabels ? unlabelledImages() : labelledSet(constitution);
        List<LabelledImage> all = modelOptions.limited(set.images());
        LearnableImages learnable =
                withoutLabels ? new LearnableImages(all, List.of()) : LearnableImages.of(constitution, all);
        sayLeftOut(learnable.leftOut());
        if (withoutLabels) {
            BatchCalibration.requireEnough(set.name(), learnable.images().size());
        } else {
            conformal.requireEnough(set.name(), learnable.images(), scope);
        }
        Path calls = calls();
        requireNotRead(inputs(file, set, withoutLabels), calls);
        try (Destination destination = result.open(setup.shell().out());
                OpenModels open = setup.models().open(modelOptions.choice(1));
                CallStore store = calls == null ? null : CallStore.open(calls);
                Interruption signals = Interruption.listen(
                        ExitStatus.INTERRUPTED.code(), setup.shell().err())) {
            open.omissions().forEach(warnings()::say);
            JudgeModels models = store == null ? open.models() : RecordedModels.of(open.models(), store);
            SurveyedSet surveyed = survey(
                            models, constitution, thresholds, set.name(), learnable.images(), store, signals.stop())
                    .leavingOut(learnable.leftOut());
            if (signals.stop().requested()) {
                warnings()
                        .say("stopped: "
                                + (store == null
                                        ? "nothing is kept; name a file with --output or --calls, and what is computed is kept"
                                        : "what was computed is in " + store.file() + "; go on with the same command"));
                return ExitStatus.INTERRUPTED.code();
            }
            Calibrated calibrated =
                    withoutLabels ? new BatchCalibration(thresholds).learn(surveyed) : conformal.learn(surveyed, scope);
            Profile profile = new Profiles(Version.clueVersion(), Clock.systemUTC())
                    .profile(
                            name(),
                            Profile.Target.of(open.models().identities(), constitution),
                            surveyed,
                            set.leftOut(),
                            calibrated);
            destination.write(ProfileFile.text(profile).getBytes(StandardCharsets.UTF_8));
            destination.publish();
            setup.shell().err().println(summary(profile));
            if (store != null) {
                setup.shell()
                        .err()
                        .println("model calls: " + store.computed() + " computed, " + store.replayed()
                                + " replayed; kept in " + store.file());
            }
            return (surveyed.leftOut().isEmpty() && set.problems().isEmpty() ? ExitStatus.RAN : ExitStatus.ITEM_ERRORS)
                    .code();
        } catch (UncheckedIOException e) {
            throw new OutputException(
                    String.valueOf(e.getMessage()), new IOException(String.valueOf(e.getMessage()), e));
        }
    }

    /**
     * Whether to learn without labels. What is set for every run does not contradict what is asked for in this one.
     *
     * @throws ConfigurationException if a bound is asked for in the same place
     */
    private boolean withoutLabels() {
        List<String> ofABound = unlabelled
                ? BOUND.stream()
                        .filter(option -> OptionSource.of(spec, option) != OptionSource.DEFAULT)
                        .toList()
                : List.of();
        if (ofABound.stream().anyMatch(option -> OptionSource.goesBefore(spec, option, UNLABELLED))) {
            return false;
        }
        List<String> contradicting = ofABound.stream()
                .filter(option -> !OptionSource.goesBefore(spec, UNLABELLED, option))
                .toList();
        if (!contradicting.isEmpty()) {
            throw new ConfigurationException(UNLABELLED + ": nothing is bounded without labels, so it does not go with "
                    + String.join(" and ", contradicting) + ": leave out one or the other");
        }
        return unlabelled;
    }

    /** Where calls are kept, so that whatever ends a survey costs at most the calls at hand; null for nowhere. */
    private @Nullable Path calls() {
        Path named = callStoreOptions.file();
        return named == null
                ? profile().map(file -> file.resolveSibling(name() + CALLS)).orElse(null)
                : named;
    }

    private List<Path> inputs(Path policy, LabelledSet set, boolean withoutLabels) {
        List<Path> inputs = new ArrayList<>(List.of(
                policy, LockFile.beside(policy), common.configFile(setup.shell().folder())));
        if (withoutLabels) {
            set.images().forEach(image -> inputs.add(Path.of(image.source().uri())));
        } else {
            inputs.addAll(SetFiles.of(paths.getFirst(), mapping, set));
        }
        return inputs;
    }

    private void requireNotRead(List<Path> inputs, @Nullable Path calls) {
        result.requireNotRead(inputs);
        if (calls == null) {
            return;
        }
        FileOptions.requireNotRead("--calls", calls, inputs);
        if (result.leadsTo(calls)) {
            throw new ConfigurationException(calls + ": cannot be both the profile and the store of model calls:"
                    + " name another file with --calls");
        }
    }

    private SurveyedSet survey(
            JudgeModels models,
            Constitution constitution,
            Thresholds thresholds,
            String set,
            List<LabelledImage> images,
            @Nullable CallStore store,
            StopSignal stop) {
        ImageIntake intake = limits.over(setup.intake());
        Shell shell = setup.shell();
        try (Progress progress = Progress.start(shell.err(), shell.errTerminal(), images.size(), 0)) {
            Surveyor surveyor = new Surveyor(
                    models, constitution, thresholds, setup.priors(), intake::read, modelOptions.anyImage());
            Runnable step = () -> {
                if (store != null) {
                    store.requireKept();
                }
                progress.step();
            };
            SurveyedSet surveyed = surveyor.survey(set, images, step, stop::requested);
            sayLeftOut(surveyed.leftOut());
            return surveyed;
        }
    }

    private void sayLeftOut(List<String> why) {
        warnings().sayEach(why.stream().map(each -> each + ": left out").toList(), "they are left out, too");
    }

    private LabelledSet labelledSet(Constitution constitution) {
        if (paths.size() > 1) {
            throw new ConfigurationException("a calibration with labels reads one labelled set, but " + paths.size()
                    + " are named: name one, or give --unlabelled for images without labels");
        }
        ReadOptions options = ReadOptions.DEFAULT.with(constitution).with(splits);
        LabelledSet set = LabelledSet.read(
                Path.of(paths.getFirst()), mapping == null ? options : options.with(ColumnMapping.of(mapping)));
        warnings().sayEach(set.problems(), REST);
        return set;
    }

    private LabelledSet unlabelledImages() {
        ImageList images = ImagePaths.of(paths, setup.shell().in(), PathList.Separator.LINE_FEED);
        images.warnings().forEach(warnings()::say);
        return UnlabelledImages.of(String.join(", ", paths), images.paths());
    }

    /** The file that the profile becomes; empty for standard output, a pipe or a device. */
    private Optional<Path> profile() {
        return result.file().filter(file -> !Files.exists(file) || Files.isRegularFile(file));
    }

    /** The file's name without what follows its first dot. */
    private String name() {
        String name = profile()
                .map(Path::getFileName)
                .map(file -> file.toString().split("\\.", 2)[0])
                .orElse("");
        return name.isEmpty() ? DEFAULT_NAME : name;
    }

    @SuppressWarnings("AnnotateFormatMethod") // the formats are constants
    private static String summary(Profile profile) {
        Profile.Bound bound = profile.origin().bound();
        String images = Words.count(profile.origin().images(), "image");
        if (bound == null) {
            return "learned from " + images + " without labels, for "
                    + Words.count(profile.statements().size(), "statement") + "; no bound on missed violations";
        }
        return String.format(
                Locale.ROOT,
                "learned from %s, n = %d %s: at most %.1f %% of violations missed (alpha), so at least %.1f %% found or"
                        + " left to people%nof these images: %.1f %% with a missed violation, %.1f %% undecided by the"
                        + " scores alone",
                images,
                bound.violations(),
                bound.scope().equals("rule") ? "violations of the rule with fewest" : "unsafe",
                100 * bound.alpha(),
                100 * bound.coverage(),
                100 * bound.missed(),
                100 * bound.abstained());
    }

    private Warnings warnings() {
        return new Warnings(setup.shell().err());
    }
}
