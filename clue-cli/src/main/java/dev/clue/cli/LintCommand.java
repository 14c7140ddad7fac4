package dev.clue.cli;

import dev.clue.cli.output.Printable;
import dev.clue.cli.output.Words;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.error.ConfigurationException;
import dev.clue.error.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code clue lint}: finds mistakes in constitutions. */
@Command(
        name = "lint",
        description = {"Finds mistakes in constitutions.", "", "Exits with 3 if there is one."},
        sortOptions = false,
        footer = {"", "Example:", "  clue lint --syntax examples/playground.clue.yaml"})
final class LintCommand implements Callable<Integer> {

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Constitutions (*.clue.yaml).")
    private List<Path> files = List.of();

    @Option(
            names = "--syntax",
            required = true,
            fallbackValue = "true",
            description = "Check the form alone: keys, types, chains. The only check so far.")
    @SuppressWarnings("unused") // required, so it is always true
    private boolean syntax;

    private final Setup setup;

    LintCommand(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Integer call() throws IOException {
        List<Finding> findings = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new ConfigurationException(file + ": no such file: check the path");
            }
            findings.addAll(ConstitutionFile.checkSyntax(file));
        }
        StringBuilder lines = new StringBuilder();
        findings.forEach(
                finding -> lines.append(Printable.text(finding.toString())).append('\n'));
        setup.shell().out().write(lines.toString().getBytes(StandardCharsets.UTF_8));
        setup.shell().err().println(summary(findings.size()));
        return (findings.isEmpty() ? ExitStatus.RAN : ExitStatus.CONSTITUTION).code();
    }

    private String summary(int mistakes) {
        return (mistakes == 0 ? "no mistakes" : Words.count(mistakes, "mistake")) + " in "
                + Words.count(files.size(), "file");
    }
}
