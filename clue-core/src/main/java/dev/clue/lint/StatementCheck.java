package dev.clue.lint;

import dev.clue.lint.PolicyText.StatementText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether each statement is one question that can be answered with Yes by what is seen. */
final class StatementCheck {

    private static final Pattern NEGATION = Lexicon.wholeWords(
            "no|not|never|none|nobody|nothing|neither|nor|without|cannot|\\p{L}+n['’]t|absent|absence of|lacks?|lacking"
                    + "|(?:is|are) missing|fails? to|free of|other than|except");

    /** A verb behind "and": then it is a second statement, and no pair of things such as "a child and a dog". */
    private static final Pattern SECOND_STATEMENT = Lexicon.wholeWords(
            "(?:and|but|while|whereas)(?: \\p{L}+){0,4} (?:is|are|has|have|holds?|touch(?:es)?|wears?|carr(?:y|ies)"
                    + "|points?|sits?|stands?|lies|lie|uses?|eats?|drinks?|smokes?|looks?|shows?|contains?|bleeds?)");

    private static final Pattern CHOICE = Lexicon.wholeWords("(?:and/or|either|or)");

    private StatementCheck() {}

    static void check(LintedRule rule, Collected collected) {
        for (StatementText statement : rule.statements()) {
            PlacedText text = statement.text();
            if (text.isHuge()) {
                continue;
            }
            Matcher negation = NEGATION.matcher(text.text());
            if (negation.find()) {
                collected.add(
                        LintCode.NEGATED_PRECONDITION,
                        rule,
                        text,
                        negation.start(),
                        negation.end(),
                        "'" + negation.group() + "' makes this a statement about what is not there, and models answer"
                                + " those badly: say what is seen instead, or test that your model answers it (clue"
                                + " test)");
            }
            Matcher choice = CHOICE.matcher(text.text());
            Matcher second = SECOND_STATEMENT.matcher(text.text());
            if (choice.find()) {
                collected.add(
                        LintCode.COMPOUND_STATEMENT,
                        rule,
                        text,
                        choice.start(),
                        choice.end(),
                        "'" + choice.group() + "' asks two things at once: write each as an alternative of 'any'");
            } else if (second.find()) {
                collected.add(
                        LintCode.COMPOUND_STATEMENT,
                        rule,
                        text,
                        second.start(),
                        second.end(),
                        "'" + second.group() + "' asks a second thing: write each as a precondition of its own");
            }
        }
    }
}
