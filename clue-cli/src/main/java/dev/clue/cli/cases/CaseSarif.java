package dev.clue.cli.cases;

import dev.clue.cli.sarif.SarifLog;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A run of cases as SARIF: each difference is a result at the case that expects something else. */
public final class CaseSarif {

    private static final String HELP =
            "Look at the image and the evidence (clue judge --explain): mend the rule, or the expectation (clue test"
                    + " --update), or say that the failure is known (known_failure).";

    private CaseSarif() {}

    /** The log. */
    public static String of(CaseRun run) {
        List<SarifLog.Descriptor> descriptors = Arrays.stream(Difference.Kind.values())
                .map(kind -> new SarifLog.Descriptor(kind.code(), kind.meaning(), HELP, SarifLog.Level.ERROR))
                .toList();
        List<SarifLog.Result> results = new ArrayList<>();
        for (SuiteResult suite : run.suites()) {
            for (CaseResult result : suite.results()) {
                String suppressed = result.status() == CaseResult.Status.KNOWN_FAILURE
                        ? result.of().knownFailure()
                        : null;
                result.differences()
                        .forEach(difference -> results.add(new SarifLog.Result(
                                difference.kind().code(),
                                SarifLog.Level.ERROR,
                                result.of().image() + ": " + difference.message(),
                                suite.file().file(),
                                difference.span(),
                                null,
                                suppressed)));
            }
        }
        return new SarifLog(run.clueVersion(), descriptors, results).toJson();
    }
}
