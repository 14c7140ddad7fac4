package dev.clue.cli.cases;

import dev.clue.cli.run.Basis;
import dev.clue.constitution.Rule;
import dev.clue.verdict.RuleVerdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What came of the cases of one constitution.
 *
 * @param file the cases
 * @param basis what was judged by
 * @param results of the cases that were run, in their order; fewer than there are where the run was interrupted
 */
public record SuiteResult(CaseFile file, Basis basis, List<CaseResult> results) {

    /** Copies the results. */
    public SuiteResult {
        results = List.copyOf(results);
    }

    /** Cases that ended so. */
    public long count(CaseResult.Status status) {
        return results.stream().filter(result -> result.status() == status).count();
    }

    /** What the cases show about each rule, in the order of the constitution. */
    public List<RuleCount> rules() {
        return basis.constitution().rules().stream()
                .map(Rule::id)
                .map(this::count)
                .toList();
    }

    /** The same verdicts compared with what the file says now. */
    public SuiteResult comparedWith(CaseFile changed) {
        List<Case> cases = changed.cases().subList(0, file.cases().size());
        List<CaseResult> compared = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            compared.add(Comparison.of(cases.get(i), results.get(i).verdict()));
        }
        return new SuiteResult(new CaseFile(changed.file(), changed.constitution(), cases), basis, compared);
    }

    private RuleCount count(String id) {
        int violations = 0;
        int found = 0;
        int others = 0;
        int falseAlarms = 0;
        for (CaseResult result : results) {
            if (!result.of().saysOfEveryRule() || result.status() == CaseResult.Status.ERROR) {
                continue;
            }
            boolean violated = result.verdict().rules().stream()
                    .anyMatch(rule -> rule.id().equals(id) && rule.outcome() == RuleVerdict.Outcome.VIOLATED);
            if (result.of().expectedViolations().contains(id)) {
                violations++;
                found += violated ? 1 : 0;
            } else {
                others++;
                falseAlarms += violated ? 1 : 0;
            }
        }
        return new RuleCount(id, violations, found, others, falseAlarms);
    }

    /**
     * What the cases show about one rule; a case that does not list the violated rules shows nothing.
     *
     * @param id the rule
     * @param violations cases that should violate it
     * @param found those of them that do
     * @param others cases that should not violate it
     * @param falseAlarms those of them that do
     */
    public record RuleCount(String id, int violations, int found, int others, int falseAlarms) {

        /** Whether no case shows that the rule is ever found to be violated, or none that it is not. */
        public boolean untested() {
            return violations == 0 || others == 0;
        }
    }
}
