package dev.clue.cli;

import dev.clue.cli.input.ConstitutionLookup;
import dev.clue.cli.input.DistinctFiles;
import dev.clue.cli.input.NamedFiles;
import dev.clue.cli.lint.LintFormat;
import dev.clue.cli.lint.LintJson;
import dev.clue.cli.lint.LintSarif;
import dev.clue.cli.lint.LintText;
import dev.clue.cli.option.CommonOptions;
import dev.clue.cli.option.FileOptions;
import dev.clue.cli.option.ResultOptions;
import dev.clue.cli.output.Destination;
import dev.clue.cli.output.Printable;
import dev.clue.cli.terminal.Terminal;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.lint.Lint;
import dev.clue.lint.LintFinding;
import dev.clue.lint.LintReport;
import dev.clue.lint.Severity;
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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue lint}: finds what makes constitutions hard or impossible to judge by. */
@Command(
        name = "lint",
        description = {
            "Finds what makes constitutions hard or impossible to judge by, offline.",
            "",
            "Exits with 3 if one is invalid or its lock is stale, and with 100 if a finding reaches --fail-on."
                    + " docs/lint.md explains every finding."
        },
        sortOptions = false,
        abbreviateSynopsis = true,
        footer = {
            "",
            "Examples:",
            "  clue lint policy.clue.yaml",
            "  clue lint --fail-on warning policies/",
            "  clue lint policy.clue.yaml --output lint.sarif"
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
            names = {"-f", "--format"},
            paramLabel = "FORMAT",
            description = ResultOptions.FORMAT)
    private @Nullable LintFormat format;

    @Mixin
    private FileOptions output = new FileOptions();

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
        List<Path> files = files();
        output.requireNotRead(inputs(files));
        List<LintFinding> findings = new ArrayList<>();
        Lint lint = new Lint();
        int unread = 0;
        for (Path file : files) {
            try {
                requireNoDanglingLink(file);
                findings.addAll(lint.check(file).findings());
            } catch (ConfigurationException e) {
                unread++;
                setup.shell().err().println("clue: " + Printable.text(String.valueOf(e.getMessage())));
            }
        }
        if (syntax) {
            findings.removeIf(finding -> finding.code().canBeSuppressed());
        }
        LintReport report = new LintReport(findings);
        try (Destination destination = output.open(setup.shell().out())) {
            destination.write(text(report).getBytes(StandardCharsets.UTF_8));
            destination.publish();
        }
        setup.shell().err().println(LintText.summary(report, files.size() - unread));
        return status(report, unread).code();
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

    private String text(LintReport report) throws IOException {
        Terminal terminal = output.file().isPresent()
                ? Terminal.none(Map.of())
                : common.colours(setup.shell().outTerminal());
        return switch (format()) {
            case TEXT -> LintText.of(report, terminal);
            case JSON -> LintJson.of(report, Version.clueVersion());
            case SARIF -> LintSarif.of(report, Version.clueVersion());
        };
    }

    private ExitStatus status(LintReport report, int unread) {
        Set<ExitStatus> reasons = EnumSet.noneOf(ExitStatus.class);
        if (unread > 0) {
            reasons.add(ExitStatus.USAGE);
        }
        if (report.invalid()) {
            reasons.add(ExitStatus.CONSTITUTION);
        }
        if (report.reaches(failOn.severity)) {
            reasons.add(ExitStatus.GATE);
        }
        return ExitStatus.of(reasons);
    }
}
