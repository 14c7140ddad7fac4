package dev.clue.prompt;

import dev.clue.model.Question;
import dev.clue.model.Turn;
import java.util.List;
import java.util.stream.Stream;

/**
 * In which words something is asked of a model: directly, to be answered Yes or No, and with a chain of thought that
 * is then summarised as JSON (paper sections 3.3 and 3.5).
 *
 * @param version of the texts; no two wordings have the same, and what a model said under another version is never
 *     reused
 * @param direct the question, Yes or No
 * @param reasoning asks for a chain of thought about the same
 * @param summary asks for the JSON summary of it
 * @param summaryAgain asks for the summary once more, after one that could not be used
 */
public record Wording(String version, Template direct, Template reasoning, Template summary, Template summaryAgain) {

    /** The judge's: is a statement visible in the image? */
    public static final Wording STATEMENTS = new Wording(
            Prompts.VERSION,
            Template.read(Prompts.class, "precondition.txt"),
            Template.read(Prompts.class, "reasoning.txt"),
            Template.read(Prompts.class, "summary.txt"),
            Template.read(Prompts.class, "summary-again.txt"));

    /** The question whose answer is Yes or No. */
    public Question question(String content) {
        return direct.question(content);
    }

    /** The dialogue that asks for a chain of thought. */
    public List<Turn> reasoning(String content) {
        return List.of(Turn.user(reasoning.fill(content)));
    }

    /** The dialogue that asks for a JSON summary of what the model thought. */
    public List<Turn> summary(String content, String thoughts) {
        return List.of(Turn.user(reasoning.fill(content)), Turn.model(thoughts), Turn.user(summary.text()));
    }

    /** The dialogue that asks for the JSON summary once more, after one that could not be used. */
    public List<Turn> summaryAgain(String content, String thoughts, String unusable) {
        return Stream.concat(
                        summary(content, thoughts).stream(),
                        Stream.of(Turn.model(unusable), Turn.user(summaryAgain.text())))
                .toList();
    }
}
