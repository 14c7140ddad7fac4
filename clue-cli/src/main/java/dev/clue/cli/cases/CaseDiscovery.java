package dev.clue.cli.cases;

import dev.clue.cli.input.NamedFiles;
import dev.clue.constitution.MarkdownPolicy;
import dev.clue.error.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds files of cases by their names. */
public final class CaseDiscovery {

    private CaseDiscovery() {}

    /**
     * The files of cases that the arguments name: such a file itself, the one beside a constitution, or every one in
     * and below a folder, sorted by name; hidden files and folders are left out.
     *
     * @param arguments files and folders; none stands for the working folder
     * @throws ConfigurationException if an argument names nothing, or there are no cases at all
     */
    public static List<Path> find(List<Path> arguments, Path workingFolder) {
        Set<Path> found = new LinkedHashSet<>();
        for (Path argument : arguments.isEmpty() ? List.of(workingFolder) : arguments) {
            if (Files.isDirectory(argument)) {
                found.addAll(NamedFiles.below(argument, CaseFile.EXTENSION));
            } else if (!Files.exists(argument)) {
                throw new ConfigurationException(argument + ": no such file or folder: check the path");
            } else {
                found.add(CaseFile.isCaseFile(argument) ? argument : beside(argument));
            }
        }
        if (found.isEmpty()) {
            throw new ConfigurationException("no cases: write them into a file NAME" + CaseFile.EXTENSION
                    + " beside NAME.clue.yaml, see docs/testing.md");
        }
        return List.copyOf(found);
    }

    private static Path beside(Path constitution) {
        MarkdownPolicy.requireNone(constitution);
        if (!String.valueOf(constitution.getFileName()).matches(".+\\.ya?ml")) {
            throw new ConfigurationException(constitution + ": is neither a file of cases (*" + CaseFile.EXTENSION
                    + ") nor a constitution (*.clue.yaml): name one, or a folder");
        }
        Path cases = CaseFile.beside(constitution);
        if (!Files.exists(cases)) {
            throw new ConfigurationException(
                    constitution + ": has no cases: write them into " + cases + ", see docs/testing.md");
        }
        return cases;
    }
}
