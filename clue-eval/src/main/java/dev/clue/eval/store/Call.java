package dev.clue.eval.store;

import dev.clue.image.Box;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Usage;
import java.util.List;

/** What a model once said, and what computing it took. */
sealed interface Call {

    /** Wall time that computing it took, in milliseconds; a pack's is shared equally among its questions. */
    double millis();

    /** A look was opened: an image was encoded. */
    record Opened(Usage usage, double millis) implements Call {}

    /** A question was answered. */
    record Answered(AnswerProbability answer, Usage usage, double millis) implements Call {}

    /** A dialogue was continued. */
    record Said(String text, Usage usage, double millis) implements Call {}

    /** An image or a text was embedded. */
    record Embedded(List<float[]> vectors, double millis) implements Call {}

    /** An object was looked for. */
    record Detected(Box box, double score, double millis) implements Call {}

    /** An image was compared with those that a model was made for. */
    record Familiar(double distance, double limit, String advice, double millis) implements Call {}
}
