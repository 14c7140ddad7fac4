package dev.clue.cli;

import dev.clue.cli.batch.Interruption;
import dev.clue.cli.batch.Progress;
import dev.clue.cli.batch.StopSignal;
import dev.clue.cli.cases.CaseDiscovery;
import dev.clue.cli.cases.CaseFile;
import dev.clue.cli.cases.CaseFormat;
import dev.clue.cli.cases.CaseJson;
import dev.clue.cli.cases.CaseResult;
import dev.clue.cli.cases.CaseRun;
import dev.clue.cli.cases.CaseRunner;
import dev.clue.cli.cases.CaseSarif;
import dev.clue.cli.cases.CaseText;
import dev.clue.cli.cases.Expectations;
import dev.clue.cli.cases.FileWatch;
import dev.clue.cli.cases.JUnitXml;
import dev.clue.cli.cases.SuiteResult;
import dev.clue.cli.engine.ModelSource.OpenModels;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.JudgingOptions;
import dev.clue.cli.option.LimitOptions;
import dev.clue.cli.option.OutputOptions;
import dev.clue.cli.option.ProfileOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.option.ThreadOptions;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.EvidenceTree;
import dev.clue.cli.output.OutputFiles;
import dev.clue.cli.output.TextLines;
import dev.clue.cli.output.Warnings;
import dev.clue.cli.run.Basis;
import dev.clue.cli.terminal.Terminal;
import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import dev.clue.error.Finding;
import dev.clue.judge.ImageJudge;
import dev.clue.judge.JudgeModels;
import dev.clue.judge.Thresholds;
import dev.clue.profile.ProfileFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
            names = "--report",
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
        List<Loaded> loaded = load();
        output.requireNotRead(inputs(loaded));
        reports.forEach(report -> FileOptions.requireNotRead(report, inputs(loaded)));
        try (Destination destination = output.open(setup.shell().out());
                OpenModels open = open();
                Interruption signals = interruption()) {
            CaseRunner runner = runner(open);
            CaseRun run = run(runner, open.models(), loaded, learned, signals.stop());
            if (update) {
                run = update(run);
            }
            destination.write(text(run, format(), output.file().isPresent()).getBytes(StandardCharsets.UTF_8));
            destination.publish();
            if (format() != CaseFormat.TEXT || output.file().isPresent()) {
                setup.shell().err().println(CaseText.summary(run));
            }
            writeReports(run);
            return status(run, signals.stop()).code();
        }
    }

    /** Cases with their constitution. */
    private record Loaded(CaseFile file, Constitution constitution) {}

    private void check() {
        threadOptions.threads();
        if (maxErrors < 0) {
            throw new ConfigurationException("--max-errors: must be 0 or more, but is " + maxErrors);
        }
        if (explain && format() != CaseFormat.TEXT) {
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
                throw new ConfigurationException("--report " + report
                        + ": its name does not say what to write: end it with .xml (JUnit)," + " .sarif or .json");
            }
        }
    }

    private CaseFormat format() {
        return format == null ? output.file().flatMap(CaseFormat::of).orElse(CaseFormat.TEXT) : format;
    }

    /** Reads all cases, then all constitutions, so that every mistake is reported at once. */
    private List<Loaded> load() {
        List<String> mistakes = new ArrayList<>();
        List<CaseFile> files = new ArrayList<>();
        for (Path file : CaseDiscovery.find(paths, setup.shell().folder())) {
            try {
                files.add(update ? CaseFile.readUnfinished(file) : CaseFile.read(file));
            } catch (ConfigurationException e) {
                mistakes.add(String.valueOf(e.getMessage()));
            }
        }
        List<Finding> findings = new ArrayList<>();
        List<Loaded> loaded = new ArrayList<>();
        for (CaseFile file : files) {
            try {
                Constitution constitution = ConstitutionFile.read(file.constitution());
                file.requireKnown(constitution);
                loaded.add(new Loaded(
                        new CaseFile(file.file(), file.constitution(), judging.limited(file.cases())), constitution));
            } catch (ConstitutionException e) {
                findings.addAll(e.findings());
            } catch (ConfigurationException e) {
                mistakes.add(String.valueOf(e.getMessage()));
            }
        }
        if (!mistakes.isEmpty()) {
            findings.forEach(finding -> mistakes.add(finding.toString()));
            throw new ConfigurationException(String.join(System.lineSeparator(), mistakes));
        }
        if (!findings.isEmpty()) {
            throw new ConstitutionException(findings);
        }
        return loaded;
    }

    private List<Path> inputs(List<Loaded> loaded) {
        List<Path> inputs = new ArrayList<>();
        loaded.forEach(one -> inputs.addAll(inputs(one.file())));
        inputs.addAll(profileOptions.inputs());
        return inputs;
    }

    private static Set<Path> inputs(CaseFile file) {
        Set<Path> inputs = new HashSet<>();
        inputs.add(file.file());
        inputs.add(file.constitution());
        inputs.add(LockFile.beside(file.constitution()));
        file.cases().forEach(one -> inputs.add(one.path()));
        return inputs;
    }

    private OpenModels open() {
        OpenModels open = setup.models().open(judging.choice(threadOptions.threads()));
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
            CaseRunner runner, JudgeModels models, List<Loaded> loaded, @Nullable ProfileFile learned, StopSignal stop)
            throws IOException {
        Shell shell = setup.shell();
        List<CaseRunner.Suite> suites = new ArrayList<>();
        int cases = 0;
        for (Loaded one : loaded) {
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

    /** Writes the files anew, and compares what was judged with what they say now. */
    private CaseRun update(CaseRun run) throws IOException {
        List<SuiteResult> updated = new ArrayList<>();
        for (SuiteResult suite : run.suites()) {
            CaseFile file = suite.file();
            Expectations expectations = Expectations.of(file, suite.results());
            expectations.changes().forEach(this::note);
            expectations.kept().forEach(this::note);
            if (expectations.changes().isEmpty()) {
                updated.add(suite);
                continue;
            }
            try (Destination destination = OutputFiles.replace(file.file(), OutputFiles.Existing.OVERWRITE)) {
                destination.write(expectations.text().getBytes(StandardCharsets.UTF_8));
                destination.publish();
            }
            updated.add(suite.comparedWith(CaseFile.readUnfinished(file.file())));
        }
        return run.with(updated);
    }

    private ExitStatus watch(@Nullable ProfileFile learned) throws IOException {
        Shell shell = setup.shell();
        try (OpenModels open = open();
                FileWatch files = FileWatch.open();
                Interruption signals = interruption()) {
            CaseRunner runner = runner(open);
            StopSignal stop = signals.stop();
            do {
                try {
                    CaseDiscovery.find(paths, shell.folder()).forEach(file -> files.add(sources(file)));
                    List<Loaded> loaded = load();
                    loaded.forEach(one -> files.add(inputs(one.file())));
                    CaseRun run = run(runner, open.models(), loaded, learned, stop);
                    shell.out().write(text(run, CaseFormat.TEXT, false).getBytes(StandardCharsets.UTF_8));
                    writeReports(run);
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

    /** What a file of cases belongs to, whether it can be read or not. */
    private static Set<Path> sources(Path file) {
        String name = String.valueOf(file.getFileName());
        Path constitution =
                file.resolveSibling(name.substring(0, name.length() - CaseFile.EXTENSION.length()) + ".clue.yaml");
        return Set.of(file, constitution, LockFile.beside(constitution));
    }

    private String text(CaseRun run, CaseFormat wanted, boolean toFile) {
        Terminal terminal =
                toFile ? Terminal.none(Map.of()) : common.colours(setup.shell().outTerminal());
        return switch (wanted) {
            case TEXT -> CaseText.of(run, terminal, suite -> evidence(suite, terminal));
            case JSON -> CaseJson.of(run);
            case JUNIT -> JUnitXml.of(run);
            case SARIF -> CaseSarif.of(run);
        };
    }

    private TextLines.Evidence evidence(SuiteResult suite, Terminal terminal) {
        return explain
                ? new EvidenceTree(suite.basis().constitution(), suite.basis().thresholds(), terminal)
                : TextLines.Evidence.NONE;
    }

    private void writeReports(CaseRun run) throws IOException {
        for (Path report : reports) {
            CaseFormat wanted = CaseFormat.of(report).orElseThrow();
            try (Destination destination = OutputFiles.replace(report, OutputFiles.Existing.OVERWRITE)) {
                destination.write(text(run, wanted, true).getBytes(StandardCharsets.UTF_8));
                destination.publish();
            }
        }
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
