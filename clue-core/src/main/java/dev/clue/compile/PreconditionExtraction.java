package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns a rule into a chain: preconditions that all hold if and only if the rule is violated, each a choice of
 * statements (paper section 3.3). A chain that cannot be right by its form is asked for again: an empty one, one that
 * can never fail, one that says what ought to be, one about something else.
 */
final class PreconditionExtraction {

    static final int MOST_PRECONDITIONS = 8;
    static final int MOST_ALTERNATIVES = 12;
    static final int LONGEST_STATEMENT = 160;

    /** True of every picture. */
    private static final Pattern TRIVIAL = Pattern.compile(
            "(?i)(an?|the|some|any)?\\s*(image|picture|photo|photograph|scene|thing|something|anything|object|objects"
                    + "|content|rule)\\s+(is|are|exists?|holds?)?\\s*(visible|shown|seen|present|there|violated|broken)?");

    /** The form that the prompt shows, given back as it stands. */
    private static final Set<String> FORM =
            Set.of("a statement", "another statement", "an alternative to it", "statement", "alternative");

    /** The worked examples of the prompt. */
    private static final Set<Set<String>> EXAMPLES = Set.of(
            Set.of(
                    "a cat is visible",
                    "a dog is visible",
                    "a dinner table is visible",
                    "a cat stands on a dinner table",
                    "a dog stands on a dinner table"),
            Set.of(
                    "a chair is visible",
                    "at least three balloons are visible",
                    "at least three balloons are tied to a chair",
                    "the scene is indoors"));

    private static final Pattern SENTENCE_START = Pattern.compile(
            "(A|An|The|There|At|No|Nobody|Somebody|Someone|Some|One|Two|Three|Four|Five|More|Fewer|Exactly|It)\\b.*");

    private final Interview interview;
    private final @Nullable Vocabulary vocabulary;

    PreconditionExtraction(Interview interview, @Nullable Vocabulary vocabulary) {
        this.interview = interview;
        this.vocabulary = vocabulary;
    }

    /**
     * Asks for a chain.
     *
     * @param rule in the author's words
     * @param objectified the version that the chain is to say
     */
    Chain extract(String rule, String objectified) {
        return interview.ask(
                Step.PRECONDITIONS,
                CompilePrompts.preconditions(objectified, vocabulary),
                "preconditions",
                answer -> chain(answer, rule + " " + objectified));
    }

    /** Asks for a better chain than one that the checks object to. */
    Chain extractAgain(String rule, String objectified, Chain earlier, List<String> objections) {
        return interview.ask(
                Step.PRECONDITIONS,
                CompilePrompts.preconditionsAgain(objectified, earlier, objections, vocabulary),
                "preconditions",
                answer -> chain(answer, rule + " " + objectified));
    }

    private Chain chain(JsonNode answer, String rule) {
        List<List<String>> preconditions = new ArrayList<>();
        Set<Set<String>> seen = new HashSet<>();
        for (JsonNode precondition : AnswerJson.list(answer, "preconditions")) {
            List<String> alternatives = alternatives(precondition);
            if (seen.add(new HashSet<>(alternatives))) {
                preconditions.add(alternatives);
            }
        }
        Chain chain = new Chain(preconditions);
        requirePossible(chain, rule);
        return chain;
    }

    /** A list of statements, a statement, or an object with one of them as its only or its {@code any} field. */
    private static List<String> alternatives(JsonNode precondition) {
        JsonNode node = precondition;
        if (node.isObject() && node.size() == 1) {
            node = node.elements().next();
        }
        Set<String> alternatives = new LinkedHashSet<>();
        if (node.isArray()) {
            node.forEach(item -> alternatives.add(statement(item)));
        } else {
            alternatives.add(statement(node));
        }
        if (alternatives.isEmpty()) {
            throw new UnusableAnswerException("a precondition has no statement");
        }
        if (alternatives.size() > MOST_ALTERNATIVES) {
            throw new UnusableAnswerException("a precondition has more than " + MOST_ALTERNATIVES + " alternatives");
        }
        return List.copyOf(alternatives);
    }

    private static String statement(JsonNode node) {
        JsonNode text = node.isObject() ? node.path("statement") : node;
        String statement = AnswerJson.textOf(text, "a statement", LONGEST_STATEMENT);
        if (AnswerJson.isRefusal(statement)) {
            throw new UnusableAnswerException("it is a refusal");
        }
        String bare = statement.endsWith(".") ? statement.substring(0, statement.length() - 1) : statement;
        if (SENTENCE_START.matcher(bare).matches()) {
            bare = bare.substring(0, 1).toLowerCase(Locale.ROOT) + bare.substring(1);
        }
        requireStatement(bare);
        return bare;
    }

    private static void requireStatement(String statement) {
        if (FORM.contains(statement.toLowerCase(Locale.ROOT))
                || Words.of(statement).size() < 2) {
            throw new UnusableAnswerException("\"" + statement + "\" says nothing about a picture");
        }
        List<String> norms = Words.norms(statement);
        if (!norms.isEmpty()) {
            throw new UnusableAnswerException(
                    "\"" + statement + "\" says what ought to be (\"" + norms.getFirst() + "\"), not what is seen");
        }
        if (TRIVIAL.matcher(statement).matches()) {
            throw new UnusableAnswerException(
                    "\"" + statement + "\" is true of every picture, so its precondition could never fail");
        }
    }

    private void requirePossible(Chain chain, String rule) {
        if (chain.preconditions().isEmpty()) {
            throw new UnusableAnswerException("the chain is empty, so nothing could violate the rule");
        }
        if (chain.preconditions().size() > MOST_PRECONDITIONS) {
            throw new UnusableAnswerException("the chain has more than " + MOST_PRECONDITIONS + " preconditions");
        }
        if (EXAMPLES.contains(Set.copyOf(chain.statements()))) {
            throw new UnusableAnswerException("the chain is that of an example, not of this rule");
        }
        // In the words of a vocabulary it need not have one: what the rule calls booze is there an alcoholic drink.
        if (vocabulary == null && chain.statements().stream().noneMatch(statement -> Words.mentions(rule, statement))) {
            throw new UnusableAnswerException(
                    "no statement has a word of the rule, so the chain is about something else");
        }
        for (List<String> alternatives : chain.preconditions()) {
            contradiction(alternatives).ifPresent(pair -> {
                throw new UnusableAnswerException("one of \"" + pair.getFirst() + "\" and \"" + pair.getLast()
                        + "\" is always true, so their precondition could never fail");
            });
        }
        List<String> alone = chain.preconditions().stream()
                .filter(alternatives -> alternatives.size() == 1)
                .map(List::getFirst)
                .toList();
        contradiction(alone).ifPresent(pair -> {
            throw new UnusableAnswerException("\"" + pair.getFirst() + "\" and \"" + pair.getLast()
                    + "\" are never both true, so nothing could violate the rule");
        });
    }

    /** Two statements of which one denies what the other says. */
    private static Optional<List<String>> contradiction(List<String> statements) {
        for (String one : statements) {
            for (String other : statements) {
                if (Words.denials(one) == 0
                        && Words.denials(other) == 1
                        && Words.numbers(one).isEmpty()
                        && Words.content(one).equals(Words.content(other))) {
                    return Optional.of(List.of(one, other));
                }
            }
        }
        return Optional.empty();
    }
}
