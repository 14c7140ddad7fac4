package dev.clue.onnx;

import java.util.List;

/** The dialogues of one look: what has been said is remembered, to go on from. */
sealed interface Dialogues extends AutoCloseable permits SingleDialogues, BranchingDialogues {

    /**
     * A turn of the model.
     *
     * @param ids the generated tokens, without the one that ended the turn
     * @param newlyRead tokens of the prompt that had to be read for it
     */
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Turn(long[] ids, int newlyRead) {}

    /**
     * The model's next turn in each dialogue, decoded greedily.
     *
     * @param bodies the tokens of each after the head of the prompt, the model's turn about to follow
     * @param maxTokens the most tokens of a turn
     */
    List<Turn> next(List<long[]> bodies, int maxTokens);

    @Override
    void close();
}
