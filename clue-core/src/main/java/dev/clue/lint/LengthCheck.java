package dev.clue.lint;

import dev.clue.lint.PolicyText.StatementText;
import java.util.Locale;

/** Whether a chain and its texts fit into what the models can hold. */
final class LengthCheck {

    /** With more links than these, even a model that is right nineteen times of twenty misses two violations of five. */
    static final int MOST_PRECONDITIONS = 8;

    /** Alternatives are false alarms that add up. */
    static final int MOST_ALTERNATIVES = 12;

    /** A statement is one short sentence; longer ones are two. */
    static final int MOST_STATEMENT_WORDS = 25;

    /** CLIP reads 77 tokens, two of them marks; an English word is 1.3 tokens on average. */
    static final int MOST_RULE_WORDS = 57;

    /** OWL-ViT and OWLv2 read 16 tokens, two of them marks. */
    static final int MOST_OBJECT_WORDS = 10;

    /** Of a text with more characters than these, only its length is looked at: no policy needs it. */
    static final int MOST_CHARACTERS = 2_000;

    private static final double PER_QUESTION = 0.95;

    private LengthCheck() {}

    static void check(LintedRule rule, Collected collected) {
        int links = rule.chain().size();
        if (links > MOST_PRECONDITIONS) {
            PlacedText first = rule.chain().get(MOST_PRECONDITIONS).getFirst().text();
            collected.add(
                    LintCode.TOO_LONG,
                    rule,
                    first,
                    "the chain has " + links + " preconditions, and mistakes multiply: a model that is right 19 times"
                            + " of 20 finds "
                            + String.format(Locale.ROOT, "%.0f", 100 * Math.pow(PER_QUESTION, links))
                            + " of 100 violations: keep it to " + MOST_PRECONDITIONS + ", or write two rules");
        }
        rule.chain().stream()
                .filter(link -> link.size() > MOST_ALTERNATIVES)
                .forEach(link -> collected.add(
                        LintCode.TOO_LONG,
                        rule,
                        link.get(MOST_ALTERNATIVES).text(),
                        "the precondition has " + link.size()
                                + " alternatives, and the false alarms of all add up: keep" + " it to "
                                + MOST_ALTERNATIVES + ", or name what they have in common"));
        text(rule, rule.text(), MOST_RULE_WORDS, "the encoder of the relevance scan reads 77 tokens", collected);
        for (StatementText statement : rule.statements()) {
            text(rule, statement.text(), MOST_STATEMENT_WORDS, "a model answers short statements best", collected);
            statement
                    .objects()
                    .forEach(object ->
                            text(rule, object, MOST_OBJECT_WORDS, "an object detector reads 16 tokens", collected));
        }
    }

    private static void text(LintedRule rule, PlacedText text, int most, String why, Collected collected) {
        int words = text.text().split(" ", -1).length;
        if (words > most) {
            collected.add(
                    LintCode.TOO_LONG,
                    rule,
                    text,
                    words + " words are too many, because " + why + ": keep it to " + most);
        } else if (text.isHuge()) {
            collected.add(
                    LintCode.TOO_LONG,
                    rule,
                    text,
                    text.text().length()
                            + " characters are too many, and nothing else of this text was looked at: keep it" + " to "
                            + most + " words");
        }
    }
}
