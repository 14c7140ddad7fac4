package dev.clue.prompt;

import dev.clue.model.Question;
import dev.clue.model.Turn;
import java.util.List;

/**
 * The prompts of the judge: the texts are resource files of this package, rendered by {@link Wording#STATEMENTS}. Change a text and {@link #VERSION} together: the version is part of every verdict, and what a model said
 * under another version is never reused.
 */
public final class Prompts {

    /** Version of the prompt texts. */
    public static final String VERSION = "1";

    private Prompts() {}

    /** The question behind the precondition score: is this statement visible, Yes or No (paper section 3.3). */
    public static Question precondition(String statement) {
        return Wording.STATEMENTS.question(statement);
    }

    /** The dialogue that asks for a chain of thought about a statement (paper section 3.5). */
    public static List<Turn> reasoning(String statement) {
        return Wording.STATEMENTS.reasoning(statement);
    }

    /** The dialogue that asks for a JSON summary of what the model thought. */
    public static List<Turn> summary(String statement, String thoughts) {
        return Wording.STATEMENTS.summary(statement, thoughts);
    }

    /** The dialogue that asks for the JSON summary once more, after one that could not be used. */
    public static List<Turn> summaryAgain(String statement, String thoughts, String unusable) {
        return Wording.STATEMENTS.summaryAgain(statement, thoughts, unusable);
    }
}
