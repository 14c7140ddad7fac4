package dev.clue.judge;

import dev.clue.judge.NextTurns.Next;
import dev.clue.model.Look;
import dev.clue.model.Turn;
import dev.clue.prompt.Wording;
import dev.clue.verdict.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chain of thought, paper section 3.5: the model thinks aloud, then summarises in JSON. A summary without a rating is
 * asked for once more. Several contents are thought about together, each in a dialogue of its own; that changes the
 * cost and nothing else.
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

        /** The model failed; a {@link dev.clue.error.ModelException}, unless nobody foresaw it. */
        record Failed(RuntimeException cause) implements Conclusion {}
    }

    /**
     * Lets the model think.
     *
     * @param contents what the wording is filled with
     * @return one conclusion a content, in their order
     */
    public List<Conclusion> about(Look look, List<String> contents) {
        List<Conclusion> conclusions = new ArrayList<>(contents.size());
        while (conclusions.size() < contents.size()) {
            int from = conclusions.size();
            List<String> together = contents.subList(from, Math.min(from + look.together(), contents.size()));
            List<Dialogue> dialogues = together.stream().map(Dialogue::new).toList();
            think(look, dialogues);
            dialogues.forEach(dialogue -> conclusions.add(dialogue.conclusion()));
        }
        return conclusions;
    }

    private void think(Look look, List<Dialogue> dialogues) {
        next(look, dialogues, dialogue -> wording.reasoning(dialogue.content), thresholds.reasoningTokens());
        next(
                look,
                unfinished(dialogues),
                dialogue -> wording.summary(dialogue.content, dialogue.thoughts()),
                thresholds.summaryTokens());
        List<Dialogue> unusable = unfinished(dialogues).stream()
                .filter(dialogue -> dialogue.summary() instanceof Summary.Unusable)
                .toList();
        next(
                look,
                unusable,
                dialogue -> wording.summaryAgain(dialogue.content, dialogue.thoughts(), dialogue.last()),
                thresholds.summaryTokens());
    }

    private static void next(Look look, List<Dialogue> dialogues, Function<Dialogue, List<Turn>> turns, int maxTokens) {
        List<Next> next = NextTurns.of(look, dialogues.stream().map(turns).toList(), maxTokens);
        for (int i = 0; i < dialogues.size(); i++) {
            dialogues.get(i).take(next.get(i));
        }
    }

    private static List<Dialogue> unfinished(List<Dialogue> dialogues) {
        return dialogues.stream().filter(dialogue -> dialogue.failure == null).toList();
    }

    /** The dialogue about one content. */
    private static final class Dialogue {

        private final String content;
        private final List<String> said = new ArrayList<>();
        private @Nullable RuntimeException failure;

        Dialogue(String content) {
            this.content = content;
        }

        void take(Next next) {
            switch (next) {
                case Next.Said turn -> said.add(turn.text());
                case Next.Missing missing -> failure = missing.cause();
            }
        }

        String thoughts() {
            return said.getFirst();
        }

        String last() {
            return said.getLast();
        }

        Summary summary() {
            return SummaryParser.parse(last());
        }

        Conclusion conclusion() {
            if (failure != null) {
                return new Conclusion.Failed(failure);
            }
            return switch (summary()) {
                case Summary.Rated rated -> new Conclusion.Rated(rated.visible(), rated.rationale());
                case Summary.Unusable unusable ->
                    new Conclusion.Unrated(new Failure(Failure.NO_RATING, message(unusable, last())));
            };
        }
    }

    private static String message(Summary.Unusable unusable, String summary) {
        return "the model reasoned, but " + unusable.why() + ": " + Excerpt.of(summary)
                + "; look at the image yourself, or judge with a model that follows instructions better";
    }
}
