package dev.clue.cli;

import dev.clue.cli.batch.Batch;
import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.Outage;
import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.Resumed;
import dev.clue.cli.compile.OpenErrors;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.input.ImageList;
import dev.clue.cli.input.ImagePaths;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.ModelOptions;
import dev.clue.cli.option.OutputOptions;
import dev.clue.cli.option.PathListOptions;
import dev.clue.cli.option.PriceOptions;
import dev.clue.cli.option.ProfileOptions;
import dev.clue.cli.option.ThreadOptions;
import dev.clue.cli.output.AppendedFile;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.EvidenceTree;
import dev.clue.cli.output.Filtered;
import dev.clue.cli.output.JsonArray;
import dev.clue.cli.output.JsonLines;
import dev.clue.cli.output.OutputFormat;
import dev.clue.cli.output.Summary;
import dev.clue.cli.output.TextLines;
import dev.clue.cli.output.VerdictSink;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.report.FilePictures;
import dev.clue.cli.report.HtmlReport;
import dev.clue.cli.run.Basis;
import dev.clue.cli.run.Price;
import dev.clue.cli.run.Tally;
import dev.clue.cli.terminal.Terminal;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.Thresholds;
import dev.clue.model.Usage;
import dev.clue.openai.OpenAiServer;
import dev.clue.profile.ProfileFile;
import dev.clue.verdict.ImageVerdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue judge}: judges images by a constitution and shows why. */
@Command(
        name = "judge",
        description = {
            "Judges images by a constitution.",
            "",
            "Verdicts go to standard output or a file, everything else to standard error. In folders, every file"
                    + " that looks like an image is judged; hidden files are left out."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue judge photos/",
            "  clue judge --explain photo.png",
            "  clue judge photos/ --output verdicts.jsonl --resume",
            "  find photos -name '*.png' -print0 | clue judge -0 - --format jsonl",
            "  clue judge photos/ --output report.html --fail-on undecided",
            "",
            "Each option can also be set by an environment variable (CLUE_FAIL_ON) or in clue.yaml (fail_on)."
        })
final class JudgeCommand implements Callable<Integer> {

    /** What {@code --max-errors} means. */
    static final String MAX_ERRORS = "Exit with 5 if more images than this have an error (default: ${DEFAULT-VALUE}).";

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, folders, patterns such as 'photos/**/*.png', or - for a list on standard input.")
    private List<String> paths = List.of();

    @Mixin
    private ModelOptions modelOptions = new ModelOptions();

    @Mixin
    private PathListOptions pathListOptions = new PathListOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Mixin
    private ProfileOptions profileOptions = new ProfileOptions();

    @Option(
            names = "--fail-on",
            paramLabel = "VERDICT",
            description = "Exit with 100 if an image is unsafe (unsafe), or unsafe or undecided (undecided).")
    private @Nullable FailOn failOn;

    @Option(names = "--max-errors", paramLabel = "N", defaultValue = "0", description = MAX_ERRORS)
    private long maxErrors;

    @Mixin
    private PriceOptions priceOptions = new PriceOptions();

    @Mixin
    private ThreadOptions threadOptions = new ThreadOptions();

    @Option(
            names = "--literal",
            fallbackValue = "true",
            description = "Run Algorithm 1 as the paper writes it: the same verdicts, slower.")
    private boolean literal;

    private final Setup setup;
    private final CommonOptions common;

    JudgeCommand(Setup setup, CommonOptions common) {
        this.setup = setup;
        this.common = common;
    }

    /** Which verdicts fail a gate. */
    enum FailOn {
        /** Unsafe ones. */
        UNSAFE,
        /** Those and undecided ones. */
        UNDECIDED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        int threads = threadOptions.threads();
        if (maxErrors < 0) {
            throw new ConfigurationException("--max-errors: must be 0 or more, but is " + maxErrors);
        }
        Price rate = priceOptions.price();
        Path policy = modelOptions.constitutionFile(paths, setup.shell().folder());
        Constitution constitution = ConstitutionFile.read(policy);
        modelOptions.thresholds(); // mistakes in options are said before models are opened
        ProfileFile learned = profileOptions.read();
        ImageList images =
                modelOptions.limited(ImagePaths.of(paths, setup.shell().in(), pathListOptions.separator()));
        Warnings warnings = new Warnings(setup.shell().err());
        warnings.sayEach(images.warnings(), "give folders that have no such links");
        OpenErrors.of(policy).forEach(warnings::say);
        output.check(inputs(images, policy));

        try (Destination destination = output.open(setup.shell().out());
                OpenModels open = setup.models().open(modelOptions.choice(threads))) {
            open.omissions().forEach(warnings::say);
            Thresholds thresholds =
                    modelOptions.thresholds(learned, open.models().identities(), constitution);
            ImageJudge judge = ImageJudge.of(open.models(), constitution)
                    .thresholds(thresholds)
                    .priors(setup.priors())
                    .intake(limits.over(setup.intake())::read)
                    .literal(literal)
                    .anyImage(modelOptions.anyImage())
                    .build();
            Basis basis = new Basis(constitution, thresholds, open.models().identities());
            Tally tally = new Tally();
            List<String> rest = rest(images.paths(), destination, judge, basis, tally);
            Usage before = tally.usage();
            try (VerdictSink sink = sink(destination, basis)) {
                ExitStatus status = judgeAll(threads, rest, images.paths().size(), sink, judge, tally);
                if (basis.models().vlm().name().startsWith(OpenAiServer.PREFIX)) {
                    setup.shell().err().println(Price.line(tally.usage().minus(before), rate));
                    if (before.calls() > 0) {
                        setup.shell().err().println("with the runs before: " + Price.line(tally.usage(), rate));
                    }
                }
                return status.code();
            }
        }
    }

    /** What is left to do; counts what was done before. */
    private List<String> rest(
            List<String> images, Destination destination, ImageJudge judge, Basis basis, Tally tally) {
        if (!(output.resume() && destination instanceof AppendedFile file)) {
            return images;
        }
        Resumed resumed = Resumed.read(file, images, basis.configuration(judge), tally);
        if (resumed.torn()) {
            setup.shell().err().println("clue: the last line was not finished and is judged again");
        }
        return resumed.rest(images);
    }

    private ExitStatus judgeAll(
            int threads, List<String> images, int listed, VerdictSink sink, ImageJudge judge, Tally tally)
            throws IOException {
        Shell shell = setup.shell();
        long before = tally.images();
        long start = System.nanoTime();
        Outage outage = new Outage(threads);
        try (Interruption signals = Interruption.listen(ExitStatus.INTERRUPTED.code(), shell.err())) {
            try (Progress progress = Progress.start(shell.err(), shell.errTerminal(), listed, listed - images.size())) {
                Batch batch = new Batch(threads, () -> signals.stop().requested() || outage.noticed());
                batch.run(images, image -> judge.judge(image, Path.of(image)), verdict -> {
                    progress.aside(() -> sink.accept(verdict));
                    tally.add(verdict);
                    outage.observe(verdict);
                    progress.step();
                });
            }
            Duration wallTime = Duration.ofNanos(System.nanoTime() - start);
            long judged = tally.images() - before;
            boolean asked = signals.stop().requested();
            VerdictSink.End end = judged == images.size()
                    ? VerdictSink.End.DONE
                    : outage.noticed() && !asked ? VerdictSink.End.MODEL_GONE : VerdictSink.End.INTERRUPTED;
            VerdictSink.Run run = new VerdictSink.Run(tally, judged, images.size(), wallTime, end);
            sink.finish(run);
            if (output.format() != OutputFormat.TEXT || output.file().isPresent()) {
                shell.err().println(Summary.line(run));
            }
            if (end == VerdictSink.End.MODEL_GONE) {
                sayGone(outage);
            }
            return status(run);
        }
    }

    /** The advice is on a line of its own: the server's words before it may be long, and are shortened. */
    private void sayGone(Outage outage) {
        boolean resumable =
                output.format() == OutputFormat.JSONL && output.file().isPresent();
        Warnings warnings = new Warnings(setup.shell().err());
        warnings.say(outage.meaning());
        warnings.say(
                resumable
                        ? "every verdict before is kept; once the model is there again, --resume judges what is left"
                        : "judge the rest once the model is there again");
    }

    private VerdictSink sink(Destination destination, Basis basis) throws IOException {
        Terminal terminal = output.file().isPresent()
                ? Terminal.none(Map.of())
                : common.colours(setup.shell().outTerminal());
        VerdictSink sink = switch (output.format()) {
            case TEXT ->
                new TextLines(
                        destination,
                        terminal,
                        output.explain()
                                ? new EvidenceTree(basis.constitution(), basis.thresholds(), terminal)
                                : TextLines.Evidence.NONE);
            case JSON -> new JsonArray(destination);
            case JSONL -> new JsonLines(destination);
            case HTML ->
                new HtmlReport(
                        destination, basis, Version.clueVersion(), new FilePictures(limits.over(setup.intake())));
        };
        return new Filtered(sink, output::wants);
    }

    private List<Path> inputs(ImageList images, Path policy) {
        List<Path> inputs = new ArrayList<>();
        inputs.add(policy);
        inputs.add(LockFile.beside(policy));
        inputs.add(common.configFile(setup.shell().folder()));
        inputs.addAll(profileOptions.inputs());
        images.paths().forEach(image -> inputs.add(Path.of(image)));
        return inputs;
    }

    private ExitStatus status(VerdictSink.Run run) {
        Set<ExitStatus> reasons = EnumSet.noneOf(ExitStatus.class);
        Tally tally = run.tally();
        switch (run.end()) {
            case DONE -> {}
            case INTERRUPTED -> reasons.add(ExitStatus.INTERRUPTED);
            case MODEL_GONE -> reasons.add(ExitStatus.MODEL);
        }
        if (tally.errors() > maxErrors) {
            reasons.add(ExitStatus.ITEM_ERRORS);
        }
        boolean undecided = tally.count(ImageVerdict.Outcome.UNDECIDED) > 0;
        boolean unsafe = tally.count(ImageVerdict.Outcome.UNSAFE) > 0;
        if (failOn != null && (unsafe || (failOn == FailOn.UNDECIDED && undecided))) {
            reasons.add(ExitStatus.GATE);
        }
        return ExitStatus.of(reasons);
    }
}
