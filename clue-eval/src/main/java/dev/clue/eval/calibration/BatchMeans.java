package dev.clue.eval.calibration;

import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The mean log odds of each question over a batch of unlabelled images, for {@link Calibrations#batch}. */
public final class BatchMeans {

    private final MultimodalModel model;
    private final List<Question> questions;
    private final double[] sums;
    private int images;

    /** @param questions what will be calibrated */
    public BatchMeans(MultimodalModel model, List<Question> questions) {
        this.model = model;
        this.questions = List.copyOf(questions);
        this.sums = new double[questions.size()];
    }

    /**
     * Takes an image into the batch.
     *
     * @throws dev.clue.error.ModelException if the model fails; the batch stays as it is
     */
    public void add(RgbImage image) {
        try (Look look = model.look(image)) {
            List<AnswerProbability> answers = look.ask(questions);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += Logit.of(answers.get(i));
            }
            images++;
        }
    }

    /** Images so far. */
    public int images() {
        return images;
    }

    /** By the question's text; empty without images. */
    public Map<String, Double> means() {
        Map<String, Double> means = new HashMap<>();
        if (images > 0) {
            for (int i = 0; i < sums.length; i++) {
                means.put(questions.get(i).text(), sums[i] / images);
            }
        }
        return means;
    }
}
