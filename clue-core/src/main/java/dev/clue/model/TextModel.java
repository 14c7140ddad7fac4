package dev.clue.model;

/**
 * A language model that writes text: what compiling a constitution (paper sections 3.1 and 3.3) needs of one.
 * Implementations may be used by several threads at once.
 */
public interface TextModel extends AutoCloseable {

    /** Which model this is. */
    ModelIdentity identity();

    /**
     * The model's answer, however bad: empty, cut off, refused, or not following the schema. Whoever asks reads it
     * with care.
     *
     * @throws dev.clue.error.ModelUnavailableException if the model could not be asked this time; what could be
     *     retried in place has been
     * @throws dev.clue.error.ModelUnfitException if this model cannot answer this request however often it is asked
     */
    TextAnswer answer(TextRequest request);

    @Override
    void close();
}
