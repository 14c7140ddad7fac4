package dev.clue.onnx;

/** How several questions about one image are put to the decoder; the answers are the same up to rounding. */
public enum Asking {
    /** The fastest of the others that the graph can do. */
    AUTOMATIC,
    /** Many questions in one row, kept apart by a block mask; needs {@code decoder_packed.onnx} or a graph with a bias. */
    PACKED,
    /** Questions of one length as the rows of a batch over copies of the prefix. */
    BATCHED,
    /** One question a run, all on the same prefix: every published graph can do this. */
    ONE_BY_ONE
}
