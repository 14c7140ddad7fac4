package dev.clue.cli.cases;

import dev.clue.cli.output.Words;
import dev.clue.verdict.Failure;
import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.PreconditionVerdict;
import dev.clue.verdict.RuleVerdict;
import dev.clue.verdict.StatementVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares a verdict with what a case expects. */
public final class Comparison {

    private final Case expected;
    private final ImageVerdict verdict;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Case expected, ImageVerdict verdict) {
        this.expected = expected;
        this.verdict = verdict;
    }

    /** What came of the case. */
    public static CaseResult of(Case expected, ImageVerdict verdict) {
        Comparison comparison = new Comparison(expected, verdict);
        comparison.compare();
        return new CaseResult(expected, verdict, comparison.differences);
    }

    private void compare() {
        Failure error = verdict.error();
        boolean undecidedAsExpected = expected.expected() == ImageVerdict.Outcome.UNDECIDED
                && verdict.outcome() == ImageVerdict.Outcome.UNDECIDED;
        if (error != null && verdict.rules().isEmpty() && !error.kind().equals(expected.cause())) {
            differ(
                    Difference.Kind.NOT_JUDGED,
                    expectation() + ", but the image cannot be judged: " + cause(error)
                            + (undecidedAsExpected ? advice(error) : ""));
            return;
        }
        if (verdict.outcome() != expected.expected()) {
            String why = verdict.outcome() == ImageVerdict.Outcome.UNDECIDED && error != null
                    ? ": " + cause(error)
                    : String.format(Locale.ROOT, ", score %.2f", verdict.score());
            differ(
                    Difference.Kind.VERDICT,
                    "expected " + Words.of(expected.expected()) + ", but it is " + Words.of(verdict.outcome()) + why);
        } else if (undecidedAsExpected) {
            compareCause(error);
        }
        if (expected.saysOfEveryRule()) {
            verdict.rules().forEach(this::compare);
        }
        expected.preconditions().forEach(this::compare);
    }

    /** Unsure may be expected as such; a failure is by its cause alone, or any other would pass for it. */
    private void compareCause(@Nullable Failure error) {
        if (expected.cause() == null) {
            verdict.failure()
                    .ifPresent(failure -> differ(
                            Difference.Kind.VERDICT,
                            expectation() + ", but something failed: " + cause(failure) + advice(failure)));
        } else if (error == null || !error.kind().equals(expected.cause())) {
            differ(
                    Difference.Kind.VERDICT,
                    expectation() + ", but the cause is " + (error == null ? "none" : cause(error)));
        }
    }

    private String expectation() {
        String because = expected.cause() == null ? " without a cause" : " because of " + expected.cause();
        return "expected " + Words.of(expected.expected())
                + (expected.expected() == ImageVerdict.Outcome.UNDECIDED ? because : "");
    }

    private static String advice(Failure failure) {
        return " (if that is what you expect, write cause: " + failure.kind() + ")";
    }

    private void compare(RuleVerdict rule) {
        boolean wanted = expected.expectedViolations().contains(rule.id());
        boolean violated = rule.outcome() == RuleVerdict.Outcome.VIOLATED;
        if (wanted && !violated) {
            differ(Difference.Kind.RULE, "rule " + rule.id() + " should be violated, but " + notViolated(rule));
        } else if (!wanted && violated) {
            differ(Difference.Kind.RULE, "rule " + rule.id() + " should not be violated, but is" + leastSure(rule));
        }
    }

    private static String notViolated(RuleVerdict rule) {
        return switch (rule.outcome()) {
            case NOT_RELEVANT ->
                "is not relevant to the image"
                        + (rule.relevance() == null
                                ? ""
                                : String.format(Locale.ROOT, " (relevance %.2f)", rule.relevance()));
            case UNDECIDED -> "is undecided: " + undecided(rule);
            case VIOLATED, NOT_VIOLATED ->
                "is not: "
                        + rule.preconditions().stream()
                                .filter(one -> one.outcome() == StatementVerdict.Outcome.FAILS)
                                .findFirst()
                                .map(Comparison::evidence)
                                .orElse("no precondition holds");
        };
    }

    private static String undecided(RuleVerdict rule) {
        return Stream.concat(
                        Stream.ofNullable(rule.cause()),
                        statements(rule).map(StatementVerdict::cause).flatMap(Stream::ofNullable))
                .findFirst()
                .map(Comparison::cause)
                .orElse("no cause is known");
    }

    /** The link of the chain that nearly failed. */
    private static String leastSure(RuleVerdict rule) {
        return rule.preconditions().stream()
                .min(Comparator.comparingDouble(PreconditionVerdict::score))
                .map(weakest -> "; the least sure: " + evidence(weakest))
                .orElse("");
    }

    private static String evidence(PreconditionVerdict precondition) {
        return precondition.any().stream()
                .max(Comparator.comparingDouble(StatementVerdict::score))
                .map(Comparison::evidence)
                .orElse("nothing was asked");
    }

    private static String evidence(StatementVerdict statement) {
        return "'" + statement.statement() + "' " + Words.of(statement.outcome())
                + String.format(Locale.ROOT, " with score %.2f", statement.score()) + " by "
                + Words.of(statement.by())
                + (statement.rationale() == null ? "" : " (\"" + statement.rationale() + "\")");
    }

    private void compare(Case.ExpectedStatement wanted) {
        Optional<RuleVerdict> rule = verdict.rules().stream()
                .filter(candidate -> candidate.id().equals(wanted.rule()))
                .findFirst();
        Optional<StatementVerdict> found = rule.stream()
                .flatMap(Comparison::statements)
                .filter(statement -> statement.statement().equals(wanted.statement()))
                .findFirst();
        String should = "'" + wanted.statement() + "' of " + wanted.rule() + " should be found to "
                + verb(wanted.outcome()) + ", but ";
        if (found.isEmpty()) {
            String why = rule.filter(one -> one.outcome() == RuleVerdict.Outcome.NOT_RELEVANT)
                            .isPresent()
                    ? "was not asked: the rule is not relevant to the image"
                    : "was not asked: the chain had been decided before it";
            differ(Difference.Kind.PRECONDITION, should + why, wanted);
        } else if (found.get().outcome() != wanted.outcome()) {
            StatementVerdict statement = found.get();
            String why = statement.cause() == null ? "" : ": " + cause(statement.cause());
            differ(Difference.Kind.PRECONDITION, should + evidence(statement) + why, wanted);
        }
    }

    private static String verb(StatementVerdict.Outcome outcome) {
        return switch (outcome) {
            case HOLDS -> "hold";
            case FAILS -> "fail";
            case UNDECIDED -> "be undecided";
        };
    }

    private static Stream<StatementVerdict> statements(RuleVerdict rule) {
        return rule.preconditions().stream().flatMap(precondition -> precondition.any().stream());
    }

    private static String cause(Failure failure) {
        return failure.kind() + ": " + failure.message();
    }

    private void differ(Difference.Kind kind, String message) {
        differences.add(new Difference(kind, message, expected.span()));
    }

    private void differ(Difference.Kind kind, String message, Case.ExpectedStatement wanted) {
        differences.add(new Difference(kind, message, wanted.span()));
    }
}
