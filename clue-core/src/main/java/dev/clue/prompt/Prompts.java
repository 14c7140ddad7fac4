package dev.clue.prompt;

import dev.clue.model.Question;
import dev.clue.model.Turn;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * The prompts of the judge: the texts are resource files of this package, and this is the one place that renders
 * them. Change a text and {@link #VERSION} together: the version is part of every verdict, and what a model said
 * under another version is never reused.
 */
public final class Prompts {

    /** Version of the prompt texts. */
    public static final String VERSION = "1";

    private static final String STATEMENT = "{statement}";
    private static final String PRECONDITION = load("precondition.txt");
    private static final String REASONING = load("reasoning.txt");
    private static final String SUMMARY = load("summary.txt");
    private static final String SUMMARY_AGAIN = load("summary-again.txt");

    private Prompts() {}

    /** The question behind the precondition score: is this statement visible, Yes or No (paper section 3.3). */
    public static Question precondition(String statement) {
        int at = PRECONDITION.indexOf(STATEMENT);
        String instruction = PRECONDITION.substring(0, at).stripTrailing();
        return new Question(instruction, " " + statement);
    }

    /** The dialogue that asks for a chain of thought about a statement (paper section 3.5). */
    public static List<Turn> reasoning(String statement) {
        return List.of(Turn.user(REASONING.replace(STATEMENT, statement)));
    }

    /** The dialogue that asks for a JSON summary of what the model thought. */
    public static List<Turn> summary(String statement, String thoughts) {
        return List.of(Turn.user(REASONING.replace(STATEMENT, statement)), Turn.model(thoughts), Turn.user(SUMMARY));
    }

    /** The dialogue that asks for the JSON summary once more, after one that could not be used. */
    public static List<Turn> summaryAgain(String statement, String thoughts, String unusable) {
        return Stream.concat(
                        summary(statement, thoughts).stream(),
                        Stream.of(Turn.model(unusable), Turn.user(SUMMARY_AGAIN)))
                .toList();
    }

    private static String load(String name) {
        try (InputStream in = Prompts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("prompt " + name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
