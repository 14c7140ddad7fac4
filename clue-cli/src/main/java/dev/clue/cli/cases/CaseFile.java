package dev.clue.cli.cases;

import dev.clue.constitution.Constitution;
import dev.clue.constitution.DidYouMean;
import dev.clue.constitution.Rule;
import dev.clue.error.ConfigurationException;
import dev.clue.yaml.Span;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cases of one constitution: the content of a {@code *.clue.test.yaml} beside it.
 *
 * @param file as the user named it
 * @param constitution the constitution that is tested
 * @param cases in the order of the file, at least one
 */
public record CaseFile(Path file, Path constitution, List<Case> cases) {

    /** How the name of every such file ends. */
    public static final String EXTENSION = ".clue.test.yaml";

    private static final String CONSTITUTION_EXTENSION = ".clue.yaml";

    /** Copies the cases. */
    public CaseFile {
        cases = List.copyOf(cases);
    }

    /**
     * Reads a file.
     *
     * @throws ConfigurationException with every mistake in it, by line and column; an image that is missing is one
     */
    public static CaseFile read(Path file) {
        return CaseFileParser.parse(file, false);
    }

    /**
     * Reads a file in which a case may still lack its verdict; it is then taken to be safe, until {@link Expectations}
     * writes what it is.
     *
     * @throws ConfigurationException with every other mistake in it
     */
    public static CaseFile readUnfinished(Path file) {
        return CaseFileParser.parse(file, true);
    }

    /**
     * Reads as {@link #readUnfinished(Path)} does what is about to be written.
     *
     * @param text what the file will say
     * @throws ConfigurationException with every mistake in it
     */
    static CaseFile readUnfinished(Path file, String text) {
        return CaseFileParser.parse(file, text, true);
    }

    /** Whether a file is one of cases, by its name. */
    public static boolean isCaseFile(Path file) {
        return name(file).endsWith(EXTENSION);
    }

    /** The cases that belong to a constitution: {@code policy.clue.test.yaml} beside {@code policy.clue.yaml}. */
    public static Path beside(Path constitution) {
        String stem = name(constitution).replaceFirst("\\.ya?ml$", "");
        return constitution.resolveSibling(stem + ".test.yaml");
    }

    static Path constitutionOf(Path file) {
        String name = name(file);
        return file.resolveSibling(name.substring(0, name.length() - EXTENSION.length()) + CONSTITUTION_EXTENSION);
    }

    /**
     * Checks that the constitution has every rule and statement that the cases name.
     *
     * @throws ConfigurationException naming each that it has not, by line and column
     */
    public void requireKnown(Constitution rules) {
        List<String> ids = rules.rules().stream().map(Rule::id).toList();
        List<String> mistakes = new ArrayList<>();
        for (Case one : cases) {
            for (String id : one.expectedViolations()) {
                if (!ids.contains(id)) {
                    mistakes.add(noRule(one.span(), id, ids));
                }
            }
            for (Case.ExpectedStatement expected : one.preconditions()) {
                Optional<Rule> rule = rules.rules().stream()
                        .filter(candidate -> candidate.id().equals(expected.rule()))
                        .findFirst();
                if (rule.isEmpty()) {
                    mistakes.add(noRule(expected.span(), expected.rule(), ids));
                } else if (!statements(rule.get()).contains(expected.statement())) {
                    mistakes.add(at(expected.span()) + "rule " + expected.rule() + " has no statement '"
                            + expected.statement() + "'"
                            + DidYouMean.suggestion(statements(rule.get()), expected.statement()) + " (it has: "
                            + String.join("; ", statements(rule.get())) + ")");
                }
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigurationException(String.join(System.lineSeparator(), mistakes));
        }
    }

    /** What is read to run the cases. */
    List<Path> images() {
        return cases.stream().map(Case::path).filter(Files::exists).toList();
    }

    private String noRule(Span span, String id, List<String> ids) {
        return at(span) + constitution + " has no rule '" + id + "'" + DidYouMean.suggestion(ids, id) + " (it has: "
                + String.join(", ", ids) + ")";
    }

    private String at(Span span) {
        return file + ":" + span.line() + ":" + span.column() + ": ";
    }

    private static List<String> statements(Rule rule) {
        return rule.preconditions().stream()
                .flatMap(precondition -> precondition.any().stream())
                .map(dev.clue.constitution.Statement::text)
                .distinct()
                .toList();
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
