package dev.clue.cli.cases;

import dev.clue.constitution.WholeFile;
import dev.clue.error.ConfigurationException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Writes what the judge says into files of cases. */
public final class CaseUpdate {

    private CaseUpdate() {}

    /**
     * Writes the files anew in which something changes, whole or not at all, and compares what was judged with what they say
     * now. A link to a file stays one.
     *
     * @param said gets a sentence about each case that changes or is kept
     * @throws ConfigurationException if what would be written has mistakes, and then no file is, or if one cannot be written
     */
    public static CaseRun of(CaseRun run, Consumer<String> said) {
        List<Expectations> all = new ArrayList<>();
        List<SuiteResult> updated = new ArrayList<>();
        for (SuiteResult suite : run.suites()) {
            Expectations expectations = Expectations.of(suite.file(), suite.results());
            all.add(expectations);
            updated.add(expectations.changes().isEmpty() ? suite : suite.comparedWith(read(suite, expectations)));
        }
        for (int i = 0; i < all.size(); i++) {
            Expectations expectations = all.get(i);
            if (!expectations.changes().isEmpty()) {
                WholeFile.write(run.suites().get(i).file().file(), expectations.text());
            }
            expectations.changes().forEach(said);
            expectations.kept().forEach(said);
        }
        return run.with(updated);
    }

    private static CaseFile read(SuiteResult suite, Expectations expectations) {
        Path file = suite.file().file();
        try {
            return CaseFile.readUnfinished(file, expectations.text());
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    file + ": cannot be updated, because this would be wrong in it, so nothing was written: change it"
                            + " by hand" + System.lineSeparator() + e.getMessage(),
                    e);
        }
    }
}
