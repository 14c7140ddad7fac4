package dev.clue.probe;

import dev.clue.error.ModelUnfitException;
import dev.clue.image.RgbImage;
import dev.clue.model.Look;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.probe.Sight.Manner;
import dev.clue.prompt.Prompts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether a model answers rightly what nobody who sees gets wrong: which of six drawn places is the night, the beach, the
 * snow, the street, the room, the meadow. Answers that differ from image to image, but not by what is on them, are told by
 * it, which {@link Sight} cannot.
 *
 * <p>With scores, a statement is answered rightly if its score is highest about its own image: this compares images, so a
 * model whose scores are all high or all low passes. Scores that are noise do that once in six times, and for five of six
 * statements once in 1500 runs (31 of 46,656); scores that depend on the image alone, or on the statement alone, never. A model that
 * is right about 99 (97, 95) of 100 statements is refused in 1 of 700 (80, 30) runs. With words, the own image must get a Yes
 * and no more than one of the others: answers that are a fair coin do that for five of six statements once in 25,000 runs.
 *
 * @param right how many statements were answered rightly
 * @param asked how many were asked
 * @param manner how it was asked
 */
public record KnownAnswers(int right, int asked, Manner manner) {

    private static final int MOST_WRONG = 1;
    private static final int OTHERS_CONFUSED = 1;
    private static final int TOKENS = 8;

    private static final double YES = 1;
    private static final double NEITHER = 0.5;
    private static final double NO = 0;

    /**
     * Finds it out: each statement about each image, 36 questions.
     *
     * @throws dev.clue.error.ModelException if the model fails
     */
    public static KnownAnswers of(MultimodalModel model, Manner manner) {
        List<Question> questions = Place.ALL.stream()
                .map(place -> Prompts.precondition(place.statement()))
                .toList();
        List<List<Double>> scores = new ArrayList<>();
        for (Place place : Place.ALL) {
            scores.add(scores(model, place.image(), questions, manner));
        }
        int right = 0;
        for (int statement = 0; statement < questions.size(); statement++) {
            int about = statement;
            double own = scores.get(statement).get(statement);
            List<Double> others = new ArrayList<>(
                    scores.stream().map(image -> image.get(about)).toList());
            others.remove(statement);
            if (isRight(own, others, manner)) {
                right++;
            }
        }
        return new KnownAnswers(right, questions.size(), manner);
    }

    /** Whether it answers by what the image shows. */
    public boolean isSound() {
        return asked - right <= MOST_WRONG;
    }

    /**
     * Refuses a model that answers otherwise.
     *
     * @param who the model, for the message
     * @throws ModelUnfitException if it does
     */
    public void require(String who) {
        if (!isSound()) {
            throw new ModelUnfitException(who + " does not answer by what an image shows: " + finding()
                    + ". Use another model" + otherwise()
                    + ", or look at it with clue probe; if you know that it is good about your images, let it"
                    + " judge with --unproven-model, and each verdict says so.");
        }
    }

    /** What was found, as a part of a sentence. */
    public String finding() {
        return String.format(
                Locale.ROOT,
                "of %d statements, each true of one of %d drawn places (night, beach, snow …), it answers %d rightly",
                asked,
                asked,
                right);
    }

    /** What else may help, as a part of a sentence. */
    String otherwise() {
        return switch (manner) {
            case SCORES -> "";
            case WORDS ->
                ", or another way of answering (with --answers sampled:K or reasoning the first words must be Yes or No, so"
                        + " switch its thinking off, or try --answers logprobs, where probabilities are compared)";
        };
    }

    private static boolean isRight(double own, List<Double> others, Manner manner) {
        return switch (manner) {
            case SCORES -> others.stream().allMatch(other -> own > other + Sight.SAME);
            case WORDS ->
                own == YES && others.stream().filter(other -> other != NO).count() <= OTHERS_CONFUSED;
        };
    }

    /** One question at a time: a server that somebody has just started is not pressed. */
    private static List<Double> scores(MultimodalModel model, RgbImage image, List<Question> questions, Manner manner) {
        List<Double> scores = new ArrayList<>();
        try (Look look = model.look(image)) {
            for (Question question : questions) {
                scores.add(
                        switch (manner) {
                            case SCORES ->
                                look.ask(List.of(question)).getFirst().score();
                            case WORDS -> word(look.continueDialogue(List.of(Turn.user(question.text())), TOKENS));
                        });
            }
        }
        return scores;
    }

    private static double word(String answer) {
        String word = Sight.word(answer);
        return word.startsWith("yes") ? YES : word.startsWith("no") ? NO : NEITHER;
    }
}
