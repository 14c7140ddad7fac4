package dev.clue.cli;

import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.cases.CaseFormat;
import dev.clue.cli.cases.CaseReports;
import dev.clue.cli.cases.CaseResult;
import dev.clue.cli.cases.CaseRun;
import dev.clue.cli.cases.CaseRunner;
import dev.clue.cli.cases.CaseSources;
import dev.clue.cli.cases.CaseText;
import dev.clue.cli.cases.CaseUpdate;
import dev.clue.cli.cases.FileWatch;
import dev.clue.cli.cases.OpenReports;
import dev.clue.cli.compile.OpenErrors;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.JudgingOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.OptionSource;
import dev.clue.cli.option.OutputOptions;
import dev.clue.cli.option.ProfileOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.option.ThreadOptions;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.run.Basis;
import dev.clue.cli.terminal.Terminal;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.Thresholds;
import dev.clue.profile.ProfileFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clue test}: judges images whose verdicts are known, and says where the judge differs. */
@Command(
        name = "test",
        description = {
            "Tests constitutions by images whose verdicts are known.",
            "",
            "The cases of NAME.clue.yaml are in NAME.clue.test.yaml beside it. Exits with 100 if a case fails."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue test                                        every *.clue.test.yaml in and below this folder",
            "  clue test policy.clue.yaml --explain             the cases of one constitution, with evidence",
            "  clue test --report junit.xml --report test.sarif also for a build server",
            "  clue test --watch                                again whenever a file changes",
            "  clue test --update                               expect what the judge says; look at the changes",
            "",
            "Each option can also be set by an environment variable (CLUE_MODEL) or in clue.yaml (model)."
        })
final class TestCommand implements Callable<Integer> {

    private static final String REPORT = "--report";

    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            description = "Files of cases, constitutions that have one, or folders (default: the working folder).")
    private List<Path> paths = List.of();

    @Mixin
    private JudgingOptions judging = new JudgingOptions();

    @Mixin
    private LimitOptions limits = new LimitOptions();

    @Mixin
    private ProfileOptions profileOptions = new ProfileOptions();

    @Option(names = "--max-errors", paramLabel = "N", defaultValue = "0", description = JudgeCommand.MAX_ERRORS)
    private long maxErrors;

    @Mixin
    private ThreadOptions threadOptions = new ThreadOptions();

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = ResultOptions.FORMAT)
    private @Nullable CaseFormat format;

    @Mixin
    private FileOptions output = new FileOptions();

    @Option(
            names = REPORT,
            paramLabel = "FILE",
            split = ",",
            description = "Also write the result there, replacing what is there: *.xml (JUnit), *.sarif or *.json; may"
                    + " be given for several.")
    private List<Path> reports = List.of();

    @Option(
            names = {"-e", "--explain"},
            fallbackValue = "true",
            description = OutputOptions.EXPLAIN)
    private boolean explain;

    @Option(
            names = "--watch",
            fallbackValue = "true",
            description = "Run again whenever a constitution, its lock, its cases or an image changes, until Ctrl-C.")
    private boolean watch;

    @Option(
            names = "--update",
            fallbackValue = "true",
            description = "Write what the judge says into the cases that fail, and say what changes.")
    private boolean update;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;
    private final CommonOptions common;

    TestCommand(Setup setup, CommonOptions common) {
        this.setup = setup;
        this.common = common;
    }

    @Override
    public Integer call() throws IOException {
        check();
        ProfileFile learned = profileOptions.read();
        if (watch) {
            return watch(learned).code();
        }
        List<CaseSources.Loaded> loaded = sources().load();
        sayOpenErrors(loaded);
        output.requireNotRead(inputs(loaded));
        requireReportsNotRead(loaded);
        try (Destination destination = output.open(setup.shell().out());
                OpenReports written = OpenReports.of(REPORT, FileOptions.distinct(reports));
                OpenModels open = open();
                Interruption signals = interruption()) {
            CaseRunner runner = runner(open);
            CaseRun run = run(runner, open.models(), loaded, learned, signals.stop());
            if (update) {
                run = CaseUpdate.of(run, this::note);
            }
            destination.write(
                    results(output.file().isPresent()).text(run, format()).getBytes(StandardCharsets.UTF_8));
            destination.publish();
            if (format() != CaseFormat.TEXT || output.file().isPresent()) {
                setup.shell().err().println(CaseText.summary(run));
            }
            written.write(run, results(true));
            return status(run, signals.stop()).code();
        }
    }

    private void check() {
        threadOptions.threads();
        if (maxErrors < 0) {
            throw new ConfigurationException("--max-errors: must be 0 or more, but is " + maxErrors);
        }
        // Set for every run, it is about those whose result is text.
        if (explain && format() != CaseFormat.TEXT && OptionSource.of(spec, "--explain") == OptionSource.COMMAND_LINE) {
            throw new ConfigurationException("--explain goes with --format text; json always has the evidence");
        }
        if (watch && update) {
            throw new ConfigurationException(
                    "--watch runs again when a file changes, --update changes files: use one of them");
        }
        if (watch && (format() != CaseFormat.TEXT || output.file().isPresent())) {
            throw new ConfigurationException(
                    "--watch shows text on standard output: write other formats with --report");
        }
        for (Path report : reports) {
            if (CaseFormat.of(report).isEmpty()) {
                throw new ConfigurationException(REPORT + " " + report
                        + ": its name does not say what to write: end it with .xml (JUnit)," + " .sarif or .json");
            }
            if (output.leadsTo(report)) {
                throw new ConfigurationException(
                        REPORT + " " + report + ": is what --output names, too: name another file with one of them");
            }
        }
    }

    private CaseFormat format() {
        return format == null ? output.file().flatMap(CaseFormat::of).orElse(CaseFormat.TEXT) : format;
    }

    private CaseSources sources() {
        return new CaseSources(paths, setup.shell().folder(), update, judging::limited);
    }

    private List<Path> inputs(List<CaseSources.Loaded> loaded) {
        List<Path> inputs = new ArrayList<>();
        loaded.forEach(one -> inputs.addAll(one.inputs()));
        inputs.addAll(profileOptions.inputs());
        return inputs;
    }

    private void requireReportsNotRead(List<CaseSources.Loaded> loaded) {
        List<Path> inputs = inputs(loaded);
        reports.forEach(report -> FileOptions.requireNotRead(REPORT, report, inputs));
    }

    private void sayOpenErrors(List<CaseSources.Loaded> loaded) {
        loaded.forEach(one -> OpenErrors.of(one.file().constitution()).forEach(this::note));
    }

    private OpenModels open() {
        OpenModels open = setup.models().open(judging.choice(spec, threadOptions.threads()));
        open.omissions().forEach(this::note);
        return open;
    }

    private Interruption interruption() {
        return Interruption.listen(ExitStatus.INTERRUPTED.code(), setup.shell().err());
    }

    private CaseRunner runner(OpenModels open) throws IOException {
        return new CaseRunner(
                open.models(),
                basis -> ImageJudge.of(open.models(), basis.constitution())
                        .thresholds(basis.thresholds())
                        .priors(setup.priors())
                        .intake(limits.over(setup.intake())::read)
                        .anyImage(judging.anyImage())
                        .build(),
                threadOptions.threads(),
                Version.clueVersion());
    }

    private CaseRun run(
            CaseRunner runner,
            JudgeModels models,
            List<CaseSources.Loaded> loaded,
            @Nullable ProfileFile learned,
            StopSignal stop)
            throws IOException {
        Shell shell = setup.shell();
        List<CaseRunner.Suite> suites = new ArrayList<>();
        int cases = 0;
        for (CaseSources.Loaded one : loaded) {
            Thresholds thresholds = learned == null
                    ? judging.thresholds()
                    : judging.over(learned.thresholdsFor(models.identities(), one.constitution()));
            suites.add(
                    new CaseRunner.Suite(one.file(), new Basis(one.constitution(), thresholds, models.identities())));
            cases += one.file().cases().size();
        }
        runner.forgetAllBut(suites);
        try (Progress progress = Progress.start(shell.err(), shell.errTerminal(), cases, 0)) {
            return runner.run(suites, stop, progress::step);
        }
    }

    private ExitStatus watch(@Nullable ProfileFile learned) throws IOException {
        Shell shell = setup.shell();
        OpenReports.of(REPORT, FileOptions.distinct(reports))
                .close(); // what cannot be written is said before models are opened
        try (OpenModels open = open();
                FileWatch files = FileWatch.open();
                Interruption signals = interruption()) {
            CaseRunner runner = runner(open);
            StopSignal stop = signals.stop();
            do {
                try {
                    CaseSources sources = sources();
                    sources.files().forEach(file -> files.add(CaseSources.belonging(file)));
                    List<CaseSources.Loaded> loaded = sources.load();
                    loaded.forEach(one -> files.add(one.inputs()));
                    sayOpenErrors(loaded);
                    requireReportsNotRead(loaded);
                    CaseRun run = run(runner, open.models(), loaded, learned, stop);
                    shell.out().write(results(false).text(run, CaseFormat.TEXT).getBytes(StandardCharsets.UTF_8));
                    try (OpenReports written = OpenReports.of(REPORT, FileOptions.distinct(reports))) {
                        written.write(run, results(true));
                    }
                } catch (ConfigurationException | ConstitutionException e) {
                    String.valueOf(e.getMessage()).lines().forEach(this::note);
                }
                if (!stop.requested()) {
                    shell.err().println("watching; Ctrl-C ends it");
                }
            } while (files.await(stop));
        }
        return ExitStatus.INTERRUPTED;
    }

    private CaseReports results(boolean toFile) {
        Terminal terminal =
                toFile ? Terminal.none(Map.of()) : common.colours(setup.shell().outTerminal());
        return new CaseReports(terminal, explain);
    }

    private ExitStatus status(CaseRun run, StopSignal stop) {
        Set<ExitStatus> reasons = EnumSet.noneOf(ExitStatus.class);
        if (stop.requested() && run.notRun() > 0) {
            reasons.add(ExitStatus.INTERRUPTED);
        }
        if (run.count(CaseResult.Status.ERROR) > maxErrors) {
            reasons.add(ExitStatus.ITEM_ERRORS);
        }
        if (run.count(CaseResult.Status.FAILED) + run.count(CaseResult.Status.ERROR) > 0) {
            reasons.add(ExitStatus.GATE);
        }
        return ExitStatus.of(reasons);
    }

    private void note(String text) {
        new Warnings(setup.shell().err()).say(text);
    }
}
