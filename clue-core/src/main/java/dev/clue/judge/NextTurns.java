package dev.clue.judge;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.Look;
import dev.clue.model.Turn;
import java.util.List;

/**
 * Continues several dialogues together. Where that fails, each is continued alone, so that a dialogue that the model
 * cannot continue costs no other dialogue its turn.
 */
final class NextTurns {

    private NextTurns() {}

    /** What came of a dialogue. */
    sealed interface Next {

        /** The model's turn. */
        record Said(String text) implements Next {}

        /** The model failed. */
        record Missing(RuntimeException cause) implements Next {}
    }

    /** One turn a dialogue, in their order. */
    static List<Next> of(Look look, List<List<Turn>> dialogues, int maxTokens) {
        if (dialogues.size() < 2) {
            return dialogues.stream()
                    .map(dialogue -> alone(look, dialogue, maxTokens))
                    .toList();
        }
        try {
            List<String> turns = look.continueDialogues(dialogues, maxTokens);
            if (turns.size() != dialogues.size()) {
                throw new ModelUnfitException("the model gave " + turns.size() + " turns to " + dialogues.size()
                        + " dialogues; use another model or repair this one");
            }
            return turns.stream().<Next>map(Next.Said::new).toList();
        } catch (RuntimeException e) {
            return dialogues.stream()
                    .map(dialogue -> alone(look, dialogue, maxTokens))
                    .toList();
        }
    }

    private static Next alone(Look look, List<Turn> dialogue, int maxTokens) {
        try {
            return new Next.Said(look.continueDialogue(dialogue, maxTokens));
        } catch (RuntimeException e) {
            return new Next.Missing(e);
        }
    }
}
