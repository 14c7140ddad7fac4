package dev.clue.cli.cases;

import dev.clue.verdict.ImageVerdict;
import dev.clue.verdict.StatementVerdict;
import dev.clue.yaml.Span;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image with what people expect of it.
 *
 * @param image as it is written in the file
 * @param path where it is
 * @param expected the verdict
 * @param violated ids of exactly the rules that should be violated, or null where that does not matter
 * @param cause kind of the error behind a verdict that should be undecided, or null where that does not matter
 * @param preconditions what should be found about single statements, perhaps nothing
 * @param knownFailure why it is known to fail with the models at hand, or null where it should pass
 * @param span where it stands in its file
 */
public record Case(
        String image,
        Path path,
        ImageVerdict.Outcome expected,
        @Nullable List<String> violated,
        @Nullable String cause,
        List<ExpectedStatement> preconditions,
        @Nullable String knownFailure,
        Span span) {

    /** Copies the lists. */
    public Case {
        violated = violated == null ? null : List.copyOf(violated);
        preconditions = List.copyOf(preconditions);
    }

    /** Whether it says of every rule if it should be violated: it lists them, or the image should be safe. */
    public boolean saysOfEveryRule() {
        return violated != null || expected == ImageVerdict.Outcome.SAFE;
    }

    /** The rules that should be violated, as far as it says. */
    public List<String> expectedViolations() {
        return violated == null ? List.of() : violated;
    }

    /**
     * What should be found about a statement.
     *
     * @param rule id of the rule whose chain has it
     * @param statement its text
     * @param outcome what should be found
     * @param span where it stands in its file
     */
    public record ExpectedStatement(String rule, String statement, StatementVerdict.Outcome outcome, Span span) {}
}
