package dev.clue.cli;

import dev.clue.cli.batch.Batch;
import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.Progress;
import dev.clue.cli.compile.OpenErrors;
import dev.clue.cli.diff.DiffJson;
import dev.clue.cli.diff.DiffText;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.input.ImageList;
import dev.clue.cli.input.ImagePaths;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.JudgingOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.PathListOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.OutputFormat;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.report.DiffReport;
import dev.clue.cli.report.FilePictures;
import dev.clue.cli.terminal.Terminal;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.MarkdownPolicy;
import dev.clue.error.ConfigurationException;
import dev.clue.eval.diff.RunDiff;
import dev.clue.eval.diff.VerdictFile;
import dev.clue.eval.diff.VerdictRun;
import dev.clue.judge.ImageJudge;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue diff}: which verdicts flipped between two runs, or between two constitutions, and why. */
@Command(
        name = "diff",
        description = {
            "Shows which verdicts flipped between two runs, and by which evidence.",
            "",
            "Compares two files that clue judge has written as JSON Lines, or judges images by two constitutions and"
                    + " compares that."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue diff monday.jsonl tuesday.jsonl",
            "  clue diff old.clue.yaml new.clue.yaml photos/",
            "  clue diff old.clue.yaml new.clue.yaml photos/ --output diff.html",
            "  clue diff monday.jsonl tuesday.jsonl --fail-on-flip unsafe",
            "",
            "Each option can also be set by an environment variable (CLUE_COMMON) or in clue.yaml (common)."
        })
final class DiffCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "BEFORE", description = "Verdicts as JSON Lines, or a constitution (*.yaml).")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "What to compare with it, of the same kind.")
    private Path after = Path.of("");

    @Parameters(
            index = "2..*",
            paramLabel = "PATH",
            description = "Images to judge by two constitutions, as for clue judge.")
    private List<String> paths = List.of();

    @Mixin
    private JudgingOptions judging = new JudgingOptions();

    @Mixin
    private PathListOptions pathListOptions = new PathListOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private ResultOptions result = new ResultOptions();

    @Option(
            names = "--common",
            fallbackValue = "true",
            description = "Compare the images that both runs have, where they have not the same ones.")
    private boolean common;

    @Option(
            names = "--fail-on-flip",
            paramLabel = "WHICH",
            description = "Exit with 100 if anything flipped (any), or if an image became unsafe (unsafe).")
    private @Nullable FailOnFlip failOnFlip;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;
    private final CommonOptions commonOptions;

    DiffCommand(Setup setup, CommonOptions commonOptions) {
        this.setup = setup;
        this.commonOptions = commonOptions;
    }

    /** Which flips fail a gate. */
    enum FailOnFlip {
        /** Of an image's verdict or of a rule's. */
        ANY,
        /** An image that was not unsafe is. */
        UNSAFE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        List.of(before, after).forEach(MarkdownPolicy::requireNone);
        boolean constitutions = isConstitution(before);
        if (constitutions != isConstitution(after)) {
            throw new ConfigurationException(before + " and " + after + ": one is a constitution, the other is not:"
                    + " compare two verdict files, or two constitutions");
        }
        requireDistinct();
        return constitutions ? diffOfConstitutions() : diffOfFiles();
    }

    private int diffOfFiles() throws IOException {
        if (!paths.isEmpty()) {
            throw new ConfigurationException(
                    paths.getFirst() + ": verdict files have been judged already: leave out the images, or name two"
                            + " constitutions (*.yaml) to judge them by");
        }
        result.requireNotRead(List.of(before, after));
        RunDiff diff = RunDiff.between(VerdictFile.read(before), VerdictFile.read(after), common);
        try (Destination destination = result.open(setup.shell().out())) {
            write(diff, destination);
        }
        return status(diff).code();
    }

    private int diffOfConstitutions() throws IOException {
        if (paths.isEmpty()) {
            throw new ConfigurationException("two constitutions are compared by judging images: name files or folders"
                    + " of images after them");
        }
        Constitution first = ConstitutionFile.read(before);
        Constitution second = ConstitutionFile.read(after);
        ImageList images = judging.limited(ImagePaths.of(paths, setup.shell().in(), pathListOptions.separator()));
        images.warnings().forEach(warnings()::say);
        List<Path> inputs = new ArrayList<>(List.of(before, after));
        images.paths().forEach(image -> inputs.add(Path.of(image)));
        result.requireNotRead(inputs);
        List.of(before, after).forEach(file -> OpenErrors.of(file).forEach(warnings()::say));
        try (Destination destination = result.open(setup.shell().out());
                OpenModels open = setup.models().open(judging.choice(spec, 1))) {
            open.omissions().forEach(warnings()::say);
            Optional<RunDiff> diff = judged(open, first, second, images.paths());
            if (diff.isEmpty()) {
                warnings().say("interrupted: nothing is compared; run again");
                return ExitStatus.INTERRUPTED.code();
            }
            warnings()
                    .sayEach(
                            diff.get().unjudged(),
                            "the result has all of them, but for --format jsonl, which has flips alone");
            write(diff.get(), destination);
            return status(diff.get()).code();
        }
    }

    /** Judges all images by one, then by the other; empty if that was interrupted. */
    private Optional<RunDiff> judged(OpenModels open, Constitution first, Constitution second, List<String> images)
            throws IOException {
        Shell shell = setup.shell();
        List<ImageVerdict> by1 = new ArrayList<>();
        List<ImageVerdict> by2 = new ArrayList<>();
        try (Interruption signals = Interruption.listen(ExitStatus.INTERRUPTED.code(), shell.err());
                Progress progress = Progress.start(shell.err(), shell.errTerminal(), 2L * images.size(), 0)) {
            Batch batch = new Batch(1, signals.stop());
            judge(batch, judge(open, first), images, by1, progress);
            judge(batch, judge(open, second), images, by2, progress);
        }
        return by2.size() < images.size()
                ? Optional.empty()
                : Optional.of(RunDiff.between(
                        VerdictRun.of(before.toString(), by1), VerdictRun.of(after.toString(), by2), common));
    }

    private static void judge(
            Batch batch, ImageJudge judge, List<String> images, List<ImageVerdict> verdicts, Progress progress)
            throws IOException {
        batch.run(images, image -> judge.judge(image, Path.of(image)), verdict -> {
            verdicts.add(verdict);
            progress.step();
        });
    }

    private ImageJudge judge(OpenModels open, Constitution constitution) {
        return ImageJudge.of(open.models(), constitution)
                .thresholds(judging.thresholds())
                .priors(setup.priors())
                .intake(limits.over(setup.intake())::read)
                .anyImage(judging.anyImage())
                .build();
    }

    private void write(RunDiff diff, Destination destination) throws IOException {
        Terminal terminal = result.file().isPresent()
                ? Terminal.none(Map.of())
                : commonOptions.colours(setup.shell().outTerminal());
        switch (result.format()) {
            case TEXT -> DiffText.write(diff, terminal, destination);
            case JSON -> DiffJson.write(diff, Version.clueVersion(), destination);
            case JSONL -> DiffJson.writeLines(diff, destination);
            case HTML ->
                DiffReport.write(
                        diff, Version.clueVersion(), new FilePictures(limits.over(setup.intake())), destination);
        }
        destination.publish();
        if (result.format() != OutputFormat.TEXT || result.file().isPresent()) {
            setup.shell().err().println(DiffText.summary(diff));
        }
    }

    private ExitStatus status(RunDiff diff) {
        boolean failed = switch (failOnFlip) {
            case null -> false;
            case ANY -> !diff.flips().isEmpty();
            case UNSAFE -> diff.newlyUnsafe() > 0;
        };
        return failed ? ExitStatus.GATE : ExitStatus.RAN;
    }

    private static boolean isConstitution(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    private void requireDistinct() throws IOException {
        for (Path file : List.of(before, after)) {
            if (!Files.exists(file)) {
                throw new ConfigurationException(file + ": does not exist: name two verdict files (*.jsonl), or two"
                        + " constitutions (*.yaml) and images");
            }
        }
        if (Files.isSameFile(before, after)) {
            throw new ConfigurationException(
                    before + " and " + after + " are the same file: there is nothing to compare");
        }
    }

    private Warnings warnings() {
        return new Warnings(setup.shell().err());
    }
}
