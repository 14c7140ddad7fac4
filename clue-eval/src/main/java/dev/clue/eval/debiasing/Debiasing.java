package dev.clue.eval.debiasing;

import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Usage;
import java.util.List;
import java.util.function.Consumer;

/**
 * What is made of a model's answers before Algorithm 1 reads them. May be used by several threads at once.
 */
public interface Debiasing {

    /** Short and stable; differs whenever the answers may. */
    String id();

    /**
     * The answers about an image.
     *
     * @return one element a question, in their order
     * @throws dev.clue.error.ModelException if the model fails
     */
    List<AnswerProbability> about(View view, List<Question> questions);

    /**
     * What takes the place of the language prior M(None, c).
     *
     * @return one element a question, in their order
     * @throws dev.clue.error.ModelException if the model fails
     */
    List<AnswerProbability> prior(MultimodalModel model, List<Question> questions);

    /**
     * An image that is looked at.
     *
     * @param model to look elsewhere, for comparison
     * @param look at the image
     * @param image what is looked at, regions that are painted black included
     * @param elsewhere takes what looking elsewhere has cost because of this image
     */
    record View(MultimodalModel model, Look look, RgbImage image, Consumer<Usage> elsewhere) {}
}
