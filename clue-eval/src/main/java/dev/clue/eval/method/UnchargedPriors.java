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

/**
 * A model whose answers without an image count for nothing: they are asked once, however many images there are, and
 * must not be charged to the image that happens to be the first.
 *
 * @param model who answers
 */
record UnchargedPriors(MultimodalModel model) implements MultimodalModel {

    @Override
    public ModelIdentity identity() {
        return model.identity();
    }

    @Override
    public Look look(RgbImage image) {
        return model.look(image);
    }

    @Override
    public Look lookAtNothing() {
        return new Uncharged(model.lookAtNothing());
    }

    @Override
    public void close() {
        model.close();
    }

    private record Uncharged(Look look) implements Look {

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return look.ask(questions);
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            return look.continueDialogue(dialogue, maxTokens);
        }

        @Override
        public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
            return look.continueDialogues(dialogues, maxTokens);
        }

        @Override
        public Look without(Box region) {
            return look.without(region);
        }

        @Override
        public Usage usage() {
            return Usage.NONE;
        }

        @Override
        public void close() {
            look.close();
        }
    }
}
