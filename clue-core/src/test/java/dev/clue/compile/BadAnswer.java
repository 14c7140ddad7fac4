package dev.clue.compile;

import dev.clue.model.TextAnswer;
import dev.clue.model.TextAnswer.Ending;
import dev.clue.model.Usage;

/** Answers of weak, broken, refusing and looping models; as chains none of them is any good. */
enum BadAnswer {
    EMPTY("", "it is empty"),
    BLANK(" \n\t ", "it is empty"),
    PROSE("The dog needs a lead, I think.", "it has no JSON object"),
    REFUSAL("I'm sorry, but I can't help with that.", "it is a refusal"),
    REFUSED_BY_A_FILTER("", Ending.REFUSED, "it was refused"),
    CUT_OFF("{\"preconditions\": [[\"a dog is vis", Ending.CUT_OFF, "it was cut off before its JSON object ended"),
    BROKEN_JSON("{\"preconditions\": [[\"a dog is visible\"]", "it has no JSON object with the field"),
    LOOP("a dog and ".repeat(10_000), "it goes on without an end"),
    BRACES("{".repeat(60_000), "it has no JSON object with the field"),
    OTHER_FIELD("{\"answer\": \"yes\"}", "it has no JSON object with the field"),
    TWO_MINDS(
            "{\"preconditions\": [[\"a dog is visible\"]], \"score\": 9, \"rule\": \"a\", \"pictures\": [],"
                    + " \"statements\": [], \"objects\": [], \"groups\": []}"
                    + " or {\"preconditions\": [[\"a dog runs\"]], \"score\": 3, \"rule\": \"b\", \"pictures\": [1],"
                    + " \"statements\": [1], \"objects\": [1], \"groups\": [1]}",
            "it has several JSON objects that say different things"),
    SAID_TWICE(
            "{\"score\": 3, \"score\": 9, \"preconditions\": [], \"preconditions\": [[\"a dog is visible\"]]}",
            "it has no JSON object with the field"),
    CONTROL_CHARACTERS("\u001b[31m\u0000 \u202e dog \ud800", "it has no JSON object"),
    NO_LIST("{\"preconditions\": \"a dog is visible\"}", "\"preconditions\" is missing, or is no list"),
    NO_PRECONDITION("{\"preconditions\": []}", "the chain is empty"),
    EMPTY_PRECONDITION("{\"preconditions\": [[]]}", "a precondition has no statement"),
    NUMBERS("{\"preconditions\": [[1, 2]]}", "a statement is missing, or is no text"),
    NOTHING_TO_SEE("{\"preconditions\": [[\"\u200b\"]]}", "a statement is empty"),
    HIDDEN_ORDER("{\"preconditions\": [[\"a dog \u202e is visible\"]]}", "a statement contains a character"),
    NEVER_FAILS("{\"preconditions\": [[\"a picture is visible\"]]}", "\"a picture is visible\" is true of every"),
    ONE_OF_TWO(
            "{\"preconditions\": [[\"a dog is visible\", \"no dog is visible\"]]}",
            "one of \"a dog is visible\" and \"no dog is visible\" is always true"),
    NEVER_HOLDS(
            "{\"preconditions\": [[\"a dog is visible\"], [\"no dog is visible\"]]}",
            "\"a dog is visible\" and \"no dog is visible\" are never both true"),
    WHAT_OUGHT_TO_BE("{\"preconditions\": [[\"a dog must be on a lead\"]]}", "\"a dog must be on a lead\" says what"),
    THE_FORM("{\"preconditions\": [[\"a statement\"]]}", "\"a statement\" says nothing about a picture"),
    THE_EXAMPLE(
            "{\"preconditions\": [[\"a cat is visible\", \"a dog is visible\"], [\"a dinner table is visible\"],"
                    + " [\"a cat stands on a dinner table\", \"a dog stands on a dinner table\"]]}",
            "the chain is that of an example"),
    ABOUT_SOMETHING_ELSE("{\"preconditions\": [[\"a zebra is visible\"]]}", "no statement has a word of the rule"),
    MANY(
            "{\"preconditions\": [" + "[\"a dog is visible %d\"],".repeat(9).replaceFirst(",$", "") + "]}",
            "the chain has more than 8 preconditions"),
    LONG("{\"preconditions\": [[\"" + "a dog ".repeat(40) + "\"]]}", "a statement is longer than 160");

    private final String text;
    private final Ending ending;
    private final String why;

    BadAnswer(String text, String why) {
        this(text, Ending.FINISHED, why);
    }

    BadAnswer(String text, Ending ending, String why) {
        String numbered = text;
        for (int i = 1; numbered.contains("%d"); i++) {
            numbered = numbered.replaceFirst("%d", Integer.toString(i));
        }
        this.text = numbered;
        this.ending = ending;
        this.why = why;
    }

    /** What the model says. */
    TextAnswer answer() {
        return new TextAnswer(text, ending, new Usage(1, 10, 5));
    }

    /** How what is said of it begins, where a chain was asked for. */
    String why() {
        return why;
    }
}
