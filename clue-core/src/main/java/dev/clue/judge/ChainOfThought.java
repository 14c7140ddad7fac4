package dev.clue.judge;

import dev.clue.model.Look;
import dev.clue.prompt.Wording;
import dev.clue.verdict.Failure;
import org.jspecify.annotations.Nullable;

/**
 * Chain of thought, paper section 3.5: the model thinks aloud, then summarises in JSON. A summary without a rating is
 * asked for once more.
 *
 * @param wording in which words
 * @param thresholds where generation is cut off
 */
public record ChainOfThought(Wording wording, Thresholds thresholds) {

    /** What came of it. */
    public sealed interface Conclusion {

        /**
         * A rating.
         *
         * @param yes whether it is Yes
         * @param rationale the reason given, perhaps cut off, or null where there is none
         */
        record Rated(boolean yes, @Nullable String rationale) implements Conclusion {}

        /** None, or none that can be relied on: a rating is not guessed. */
        record Unrated(Failure cause) implements Conclusion {}
    }

    /**
     * Lets the model think.
     *
     * @param content what the wording is filled with
     * @throws dev.clue.error.ModelException if the model fails
     */
    public Conclusion about(Look look, String content) {
        String thoughts = look.continueDialogue(wording.reasoning(content), thresholds.reasoningTokens());
        String summary = look.continueDialogue(wording.summary(content, thoughts), thresholds.summaryTokens());
        return switch (SummaryParser.parse(summary)) {
            case Summary.Rated rated -> new Conclusion.Rated(rated.visible(), rated.rationale());
            case Summary.Unusable unusable -> askAgain(look, content, thoughts, summary);
        };
    }

    private Conclusion askAgain(Look look, String content, String thoughts, String unusable) {
        String summary =
                look.continueDialogue(wording.summaryAgain(content, thoughts, unusable), thresholds.summaryTokens());
        return switch (SummaryParser.parse(summary)) {
            case Summary.Rated rated -> new Conclusion.Rated(rated.visible(), rated.rationale());
            case Summary.Unusable again ->
                new Conclusion.Unrated(new Failure(Failure.NO_RATING, message(again, summary)));
        };
    }

    private static String message(Summary.Unusable unusable, String summary) {
        return "the model reasoned, but " + unusable.why() + ": " + Excerpt.of(summary)
                + "; look at the image yourself, or judge with a model that follows instructions better";
    }
}
