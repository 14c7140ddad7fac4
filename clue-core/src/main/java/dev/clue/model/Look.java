package dev.clue.model;

import dev.clue.image.Box;
import java.util.List;

/**
 * A model looking at one image (or at none): the image and the shared part of the prompt are encoded once, then
 * questions are asked. Used by one thread at a time. Closing frees what it holds, native memory included;
 * a look that was derived by {@link #without} is closed on its own.
 */
public interface Look extends AutoCloseable {

    /**
     * How likely Yes and No are for each question. Asking questions together or one by one, in any order, gives
     * the same probabilities up to rounding (1e-5).
     *
     * @return one element a question, in their order
     * @throws dev.clue.error.ModelException if the model fails or returns no probabilities
     */
    List<AnswerProbability> ask(List<Question> questions);

    /**
     * How many questions are best asked together, and how many dialogues continued, 1 or more; it may be fewer. Without
     * another word about where embedded decoders are fastest, and no more than they have to remember at once.
     */
    default int together() {
        return 8;
    }

    /**
     * The model's next turn, decoded greedily.
     *
     * @param dialogue the turns so far, beginning and ending with the user
     * @param maxTokens where generation is cut off at the latest
     * @return the generated text without special tokens, perhaps empty
     * @throws dev.clue.error.ModelException if the model fails
     */
    String continueDialogue(List<Turn> dialogue, int maxTokens);

    /**
     * The model's next turn in each of several dialogues, the same as {@link #continueDialogue} gives for each. One after
     * the other, unless the engine can decode them together, which costs less.
     *
     * @param dialogues each as above
     * @param maxTokens where generation is cut off at the latest, for each
     * @return one turn a dialogue, in their order
     * @throws dev.clue.error.ModelException if the model fails for one of them; ask for each alone to learn which
     */
    default List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
        return dialogues.stream()
                .map(dialogue -> continueDialogue(dialogue, maxTokens))
                .toList();
    }

    /**
     * The same image with a region painted black, for the region difference of paper section 3.4.
     *
     * @param region in pixels of the image that this look was opened on
     * @throws IllegalStateException on a look at no image
     */
    Look without(Box region);

    /** What this look has cost so far, opening it included, derived looks not. */
    Usage usage();

    @Override
    void close();
}
