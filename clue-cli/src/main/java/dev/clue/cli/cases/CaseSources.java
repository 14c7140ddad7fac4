package dev.clue.cli.cases;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.ConstitutionFile;
import dev.clue.constitution.LockFile;
import dev.clue.error.ConfigurationException;
import dev.clue.error.ConstitutionException;
import dev.clue.error.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The cases that a run is to judge, with their constitutions.
 *
 * @param paths files and folders that name them; none stands for the working folder
 * @param workingFolder the working folder
 * @param unfinished whether a case may still lack its verdict
 * @param chosen which of a file's cases are wanted
 */
public record CaseSources(List<Path> paths, Path workingFolder, boolean unfinished, UnaryOperator<List<Case>> chosen) {

    /**
     * Cases with their constitution.
     *
     * @param file the cases
     * @param constitution what they are judged by
     */
    public record Loaded(CaseFile file, Constitution constitution) {

        /** Every file that is read to judge them. */
        public Set<Path> inputs() {
            Set<Path> inputs = new HashSet<>();
            inputs.add(file.file());
            inputs.add(file.constitution());
            inputs.add(LockFile.beside(file.constitution()));
            file.cases().forEach(one -> inputs.add(one.path()));
            return inputs;
        }
    }

    /**
     * The files of cases.
     *
     * @throws ConfigurationException if a path names nothing, or there are no cases at all
     */
    public List<Path> files() {
        return CaseDiscovery.find(paths, workingFolder);
    }

    /** A file of cases with what it belongs to, whether it can be read or not. */
    public static Set<Path> belonging(Path file) {
        Path constitution = CaseFile.constitutionOf(file);
        return Set.of(file, constitution, LockFile.beside(constitution));
    }

    /**
     * Reads all cases, then all constitutions, so that every mistake is reported at once.
     *
     * @throws ConfigurationException with every mistake, if one is in cases
     * @throws ConstitutionException with every mistake in constitutions
     */
    public List<Loaded> load() {
        List<String> mistakes = new ArrayList<>();
        List<CaseFile> read = new ArrayList<>();
        for (Path file : files()) {
            try {
                read.add(unfinished ? CaseFile.readUnfinished(file) : CaseFile.read(file));
            } catch (ConfigurationException e) {
                mistakes.add(String.valueOf(e.getMessage()));
            }
        }
        List<Finding> findings = new ArrayList<>();
        List<Loaded> loaded = new ArrayList<>();
        for (CaseFile file : read) {
            try {
                Constitution constitution = ConstitutionFile.read(file.constitution());
                file.requireKnown(constitution);
                loaded.add(new Loaded(
                        new CaseFile(file.file(), file.constitution(), chosen.apply(file.cases())), constitution));
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
}
