package dev.clue.eval.method;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.List;

/** A model that says No to everything about an image, at no cost. */
record DenyingModel() implements MultimodalModel {

    private static final AnswerProbability NO = new AnswerProbability(0, 1);
    private static final AnswerProbability EITHER = new AnswerProbability(0.5, 0.5);

    @Override
    public ModelIdentity identity() {
        return new ModelIdentity("denying", "none");
    }

    @Override
    public Look look(RgbImage image) {
        return new Denial(NO);
    }

    @Override
    public Look lookAtNothing() {
        return new Denial(EITHER);
    }

    @Override
    public void close() {}

    private record Denial(AnswerProbability answer) implements Look {

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return questions.stream().map(question -> answer).toList();
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            return "";
        }

        @Override
        public Look without(Box region) {
            return this;
        }

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public void close() {}
    }
}
