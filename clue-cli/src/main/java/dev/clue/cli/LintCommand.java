package dev.clue.cli;

import dev.clue.cli.input.ConstitutionLookup;
import dev.clue.cli.input.DistinctFiles;
import dev.clue.cli.input.NamedFiles;
import dev.clue.cli.lint.LintFormat;
import dev.clue.cli.lint.LintJson;
import dev.clue.cli.lint.LintSarif;
import dev.clue.cli.lint.LintText;
import dev.clue.cli.lint.ModelRating;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.OptionSource;
import dev.clue.cli.option.PriceOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.option.TextModelOptions;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.Printable;
import dev.clue.cli.run.Price;
import dev.clue.cli.terminal.Terminal;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.lint.Lint;
import dev.clue.lint.LintCode;
import dev.clue.lint.LintFinding;
import dev.clue.lint.LintReport;
import dev.clue.lint.RatedRule;
import dev.clue.lint.Severity;
import dev.clue.model.Usage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code clue lint}: finds what makes constitutions hard or impossible to judge by. */
@Command(
        name = "lint",
        description = {
            "Finds what makes constitutions hard or impossible to judge by, offline. With --objectiveness a language"
                    + " model rates each rule that the lock does not rate.",
            "",
            "Exits with 3 if one is invalid or its lock is stale, with 4 or 5 if a rule could not be rated, and with 100"
                    + " if a finding reaches --fail-on. docs/lint.md explains every finding."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue lint policy.clue.yaml",
            "  clue lint --fail-on warning policies/",
            "  clue lint policy.clue.yaml --output lint.sarif",
            "  clue lint policy.clue.yaml --objectiveness --text-model openai:gpt-4.1"
        })
final class LintCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Constitutions (*.clue.yaml), or folders with them.")
    private List<Path> paths = List.of();

    // The long name is the one outside the command line: there, fail_on is about the verdicts of clue judge.
    @Option(
            names = {"--fail-on", "--fail-on-severity"},
            paramLabel = "SEVERITY",
            defaultValue = "error",
            description = "Exit with 100 at a finding of this severity or a higher one: ${COMPLETION-CANDIDATES}"
                    + " (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.ERROR;

    @Option(
            names = "--syntax",
            fallbackValue = "true",
            description = "Check the form alone: keys, types, chains, and whether the lock is stale.")
    private boolean syntax;

    @Option(
            names = "--objectiveness",
            fallbackValue = "true",
            description = "Also rate from 1 to 10 how objective each rule is: by the lock where it has a rating of the"
                    + " text, else by --text-model or --recorded.")
    private boolean objectiveness;

    @Mixin
    private TextModelOptions textModel = new TextModelOptions();

    @Mixin
    private PriceOptions priceOptions = new PriceOptions();

    @Option(
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = ResultOptions.FORMAT)
    private @Nullable LintFormat format;

    @Mixin
    private FileOptions output = new FileOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Setup setup;
    private final CommonOptions common;

    LintCommand(Setup setup, CommonOptions common) {
        this.setup = setup;
        this.common = common;
    }

    /** Which findings fail a gate. */
    enum FailOn {
        ERROR(Severity.ERROR),
        WARNING(Severity.WARNING),
        NOTE(Severity.NOTE);

        private final Severity severity;

        FailOn(Severity severity) {
            this.severity = severity;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        requireOptions();
        List<Path> files = files();
        List<Path> read = inputs(files);
        output.requireNotRead(read);
        output.requireNotRead(textModel.files());
        return (asksForRatings() ? rated(files, read) : offline(files)).code();
    }

    private void requireOptions() {
        if (asksForRatings() && formAlone()) {
            throw new ConfigurationException(
                    "--objectiveness: --syntax looks at the form alone: leave one of them out");
        }
        ParseResult given = spec.commandLine().getParseResult();
        if (!asksForRatings()) {
            Stream.concat(TextModelOptions.NAMES.stream(), Stream.of(PriceOptions.NAME))
                    .filter(given::hasMatchedOption)
                    .findFirst()
                    .ifPresent(option -> {
                        throw new ConfigurationException(option + ": clue lint asks a model only with --objectiveness:"
                                + " add it, or leave " + option + " out");
                    });
        }
    }

    private boolean asksForRatings() {
        return objectiveness && !(syntax && OptionSource.goesBefore(spec, "--syntax", "--objectiveness"));
    }

    private boolean formAlone() {
        return syntax && !(objectiveness && OptionSource.goesBefore(spec, "--objectiveness", "--syntax"));
    }

    private ExitStatus offline(List<Path> files) throws IOException {
        try (Destination destination = output.open(setup.shell().out())) {
            Checked checked = check(files, new Lint());
            write(checked, null, null, destination);
            return ExitStatus.of(checked.reasons());
        }
    }

    private ExitStatus rated(List<Path> files, List<Path> read) throws IOException {
        Price price = priceOptions.price();
        textModel.requireOther(read);
        // Where the ratings cannot be written, none is paid for.
        try (Destination destination = output.open(setup.shell().out());
                ModelRating rating = new ModelRating(textModel, setup.textModels())) {
            Checked checked = check(files, new Lint(rating.objectiveness()));
            if (rating.modelFailed()) {
                checked.reasons().add(ExitStatus.MODEL);
            }
            write(checked, rating.usage(), price, destination);
            setup.shell().err().println(LintText.ratings(checked.report()) + "; " + rating.cost(price));
            return ExitStatus.of(checked.reasons());
        }
    }

    /**
     * What came of it.
     *
     * @param files how many could be read
     * @param reasons to exit with something else than 0
     */
    private record Checked(LintReport report, int files, Set<ExitStatus> reasons) {}

    private Checked check(List<Path> files, Lint lint) {
        List<LintFinding> findings = new ArrayList<>();
        List<RatedRule> ratings = new ArrayList<>();
        int unread = 0;
        for (Path file : files) {
            try {
                requireNoDanglingLink(file);
                LintReport report = lint.check(file);
                findings.addAll(report.findings());
                ratings.addAll(report.ratings());
            } catch (ConfigurationException e) {
                unread++;
                setup.shell().err().println("clue: " + Printable.text(String.valueOf(e.getMessage())));
            }
        }
        if (formAlone()) {
            findings.removeIf(finding -> finding.code().canBeSuppressed());
        }
        LintReport report = new LintReport(findings, ratings);
        return new Checked(report, files.size() - unread, reasons(report, unread));
    }

    private void write(Checked checked, @Nullable Usage usage, @Nullable Price price, Destination destination)
            throws IOException {
        destination.write(text(checked.report(), usage, price).getBytes(StandardCharsets.UTF_8));
        destination.publish();
        setup.shell().err().println(LintText.summary(checked.report(), checked.files()));
    }

    private List<Path> files() {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path) && !Files.isSymbolicLink(path)) {
                throw new ConfigurationException(path + ": no such file or folder: check the path");
            }
            files.addAll(
                    Files.isDirectory(path) ? NamedFiles.below(path, ConstitutionLookup.EXTENSION) : List.of(path));
        }
        if (files.isEmpty()) {
            throw new ConfigurationException(
                    "no constitution: there is no *" + ConstitutionLookup.EXTENSION + " in the folders that are named");
        }
        return DistinctFiles.of(files);
    }

    private static void requireNoDanglingLink(Path file) {
        if (Files.isSymbolicLink(file) && !Files.exists(file)) {
            throw new ConfigurationException(file + " is a link that leads nowhere: mend or remove it");
        }
    }

    private static List<Path> inputs(List<Path> files) {
        List<Path> inputs = new ArrayList<>(files);
        files.forEach(file -> inputs.add(LockFile.beside(file)));
        return inputs;
    }

    private LintFormat format() {
        return format == null ? output.file().flatMap(LintFormat::of).orElse(LintFormat.TEXT) : format;
    }

    private String text(LintReport report, @Nullable Usage usage, @Nullable Price price) throws IOException {
        Terminal terminal = output.file().isPresent()
                ? Terminal.none(Map.of())
                : common.colours(setup.shell().outTerminal());
        return switch (format()) {
            case TEXT -> LintText.of(report, terminal);
            case JSON -> LintJson.of(report, usage, price, Version.clueVersion());
            case SARIF -> LintSarif.of(report, Version.clueVersion());
        };
    }

    private Set<ExitStatus> reasons(LintReport report, int unread) {
        Set<ExitStatus> reasons = EnumSet.noneOf(ExitStatus.class);
        if (unread > 0) {
            reasons.add(ExitStatus.USAGE);
        }
        if (report.invalid()) {
            reasons.add(ExitStatus.CONSTITUTION);
        }
        if (report.counts(LintCode.NOT_RATED)) {
            reasons.add(ExitStatus.ITEM_ERRORS);
        }
        if (report.reaches(failOn.severity)) {
            reasons.add(ExitStatus.GATE);
        }
        return reasons;
    }
}
