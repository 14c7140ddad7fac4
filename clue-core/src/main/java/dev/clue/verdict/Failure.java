package dev.clue.verdict;

/**
 * Why something is undecided: a statement, a rule, or a whole image.
 *
 * @param kind machine-readable: one of the constants here, or for an image that could not be read the lower-case
 *     name of an {@link dev.clue.error.ImageException.Kind}
 * @param message what happened, where, why, and what to do next
 */
public record Failure(String kind, String message) {

    /** The image is unlike those that the models were made for. */
    public static final String OUTSIDE_DOMAIN = "outside_domain";

    /** A model could not be asked this time; judging again may help. */
    public static final String MODEL_UNAVAILABLE = "model_unavailable";

    /** A model cannot do this work, such as answers that are no probabilities; judging again will not help. */
    public static final String MODEL_UNFIT = "model_unfit";

    /** The model reasoned, but its summary has no rating, or several that contradict each other. */
    public static final String NO_RATING = "no_rating";

    /** Nothing was sure, and the profile accepts no less: people must look. */
    public static final String UNSURE = "unsure";

    /** The image needs more memory than the process has. */
    public static final String OUT_OF_MEMORY = "out_of_memory";

    /** A defect of clue or of an engine; the log has the details. */
    public static final String INTERNAL = "internal";
}
