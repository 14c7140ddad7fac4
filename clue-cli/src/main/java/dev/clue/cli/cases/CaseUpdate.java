package dev.clue.cli.cases;

import dev.clue.constitution.WholeFile;
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
     * @throws dev.clue.error.ConfigurationException if a file cannot be written
     */
    public static CaseRun of(CaseRun run, Consumer<String> said) {
        List<SuiteResult> updated = new ArrayList<>();
        for (SuiteResult suite : run.suites()) {
            CaseFile file = suite.file();
            Expectations expectations = Expectations.of(file, suite.results());
            expectations.changes().forEach(said);
            expectations.kept().forEach(said);
            if (expectations.changes().isEmpty()) {
                updated.add(suite);
            } else {
                WholeFile.write(file.file(), expectations.text());
                updated.add(suite.comparedWith(CaseFile.readUnfinished(file.file())));
            }
        }
        return run.with(updated);
    }
}
