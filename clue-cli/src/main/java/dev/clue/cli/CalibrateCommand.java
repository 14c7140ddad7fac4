package dev.clue.cli;

import dev.clue.cli.batch.Progress;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.input.ImageList;
import dev.clue.cli.input.ImagePaths;
import dev.clue.cli.input.PathList;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.ModelOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFiles;
import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.constitution.Constitution;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.calibrate.BatchCalibration;
import dev.clue.eval.calibrate.Calibrated;
import dev.clue.eval.calibrate.ConformalCalibration;
import dev.clue.eval.calibrate.Profiles;
import dev.clue.eval.calibrate.SurveyedSet;
import dev.clue.eval.calibrate.Surveyor;
import dev.clue.eval.calibrate.UnlabelledImages;
import dev.clue.eval.data.ColumnMapping;
import dev.clue.eval.data.LabelledImage;
import dev.clue.eval.data.LabelledSet;
import dev.clue.eval.data.ReadOptions;
import dev.clue.eval.data.SetProblem;
import dev.clue.image.ImageIntake;
import dev.clue.judge.Thresholds;
import dev.clue.profile.Profile;
import dev.clue.profile.ProfileFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue calibrate}: learns thresholds from images and writes them as a profile. */
@Command(
        name = "calibrate",
        description = {
            "Learns thresholds from images, and writes them as a profile for clue judge --profile.",
            "",
            "From a labelled set: thresholds such that at most a share alpha of the violations is missed; what is not"
                    + " sure is then undecided. From images without labels (--unlabelled): what the model tends to"
                    + " answer takes the place of what it answers without an image; about half of the images should"
                    + " show each statement."
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

    private static final int MOST_PROBLEMS_SHOWN = 20;
    private static final String DEFAULT_NAME = "calibrated";

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
            names = "--alpha",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Of the violations, at most this share may be missed (default: ${DEFAULT-VALUE}).")
    private double alpha = 0.05;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            defaultValue = "global",
            description = "${COMPLETION-CANDIDATES}: one threshold and a bound for all violations together, or one for"
                    + " each rule, which needs as many labels for each (default: ${DEFAULT-VALUE}).")
    private ConformalCalibration.Scope scope = ConformalCalibration.Scope.GLOBAL;

    @Option(
            names = "--unlabelled",
            fallbackValue = "true",
            description = "Learn from images without labels, with no bound on what is missed.")
    private boolean unlabelled;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = ResultOptions.OUTPUT)
    private @Nullable Path output;

    @Option(names = "--overwrite", fallbackValue = "true", description = ResultOptions.OVERWRITE)
    private boolean overwrite;

    private final Setup setup;

    CalibrateCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws IOException {
        Constitution constitution =
                modelOptions.constitution(paths, setup.shell().folder());
        Thresholds thresholds = modelOptions.thresholds();
        ConformalCalibration conformal = new ConformalCalibration(constitution, thresholds, alpha);
        LabelledSet set = unlabelled ? unlabelledImages() : labelledSet(constitution);
        try (Destination destination = destination();
                OpenModels open = setup.models().open(modelOptions.choice(1))) {
            open.omissions().forEach(this::warn);
            SurveyedSet surveyed = survey(open, constitution, thresholds, set);
            Calibrated calibrated =
                    unlabelled ? new BatchCalibration(thresholds).learn(surveyed) : conformal.learn(surveyed, scope);
            Profile profile = new Profiles(Version.clueVersion(), Clock.systemUTC())
                    .profile(name(), Profile.Target.of(open.models().identities(), constitution), surveyed, calibrated);
            destination.write(ProfileFile.text(profile).getBytes(StandardCharsets.UTF_8));
            destination.publish();
            setup.shell().err().println(summary(profile));
            return (surveyed.leftOut().isEmpty() && set.problems().isEmpty() ? ExitStatus.RAN : ExitStatus.ITEM_ERRORS)
                    .code();
        }
    }

    private SurveyedSet survey(OpenModels open, Constitution constitution, Thresholds thresholds, LabelledSet set) {
        ImageIntake intake = limits.over(setup.intake());
        List<LabelledImage> images = modelOptions.limited(set.images());
        Shell shell = setup.shell();
        try (Progress progress = Progress.start(shell.err(), shell.errTerminal(), images.size(), 0)) {
            Surveyor surveyor = new Surveyor(
                    open.models(), constitution, thresholds, setup.priors(), intake::read, modelOptions.anyImage());
            SurveyedSet surveyed = surveyor.survey(set.name(), images, progress::step);
            show(surveyed.leftOut().stream().map(why -> why + ": left out").toList());
            return surveyed;
        }
    }

    private LabelledSet labelledSet(Constitution constitution) {
        if (paths.size() > 1) {
            throw new ConfigurationException("a calibration with labels reads one labelled set, but " + paths.size()
                    + " are named: name one, or give --unlabelled for images without labels");
        }
        ReadOptions options = ReadOptions.DEFAULT.with(constitution).with(splits);
        LabelledSet set = LabelledSet.read(
                Path.of(paths.getFirst()), mapping == null ? options : options.with(ColumnMapping.of(mapping)));
        show(set.problems().stream().map(SetProblem::toString).toList());
        return set;
    }

    private LabelledSet unlabelledImages() {
        ImageList images = ImagePaths.of(paths, setup.shell().in(), PathList.Separator.LINE_FEED);
        images.warnings().forEach(this::warn);
        return UnlabelledImages.of(String.join(", ", paths), images.paths());
    }

    private Destination destination() {
        return output == null
                ? OutputFiles.standardOutput(setup.shell().out(), false)
                : OutputFiles.replace(output, overwrite ? OutputFiles.Existing.OVERWRITE : OutputFiles.Existing.KEEP);
    }

    /** The file's name without what follows its first dot. */
    private String name() {
        Path file = output == null ? null : output.getFileName();
        String name = file == null ? "" : file.toString().split("\\.", 2)[0];
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

    private void show(List<String> problems) {
        problems.stream().limit(MOST_PROBLEMS_SHOWN).forEach(this::warn);
        if (problems.size() > MOST_PROBLEMS_SHOWN) {
            warn("and " + (problems.size() - MOST_PROBLEMS_SHOWN) + " more");
        }
    }

    private void warn(String message) {
        setup.shell().err().println("clue: " + Printable.text(message));
    }
}
