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
 * A model that does not see what an image is like without a region: it is not asked, and the answer means nothing, so
 * the region difference decides nothing and costs nothing.
 *
 * @param model who answers everything else
 */
record WithoutRegionDifference(MultimodalModel model) implements MultimodalModel {

    private static final AnswerProbability MEANINGLESS = new AnswerProbability(0, 0);

    @Override
    public ModelIdentity identity() {
        return model.identity();
    }

    @Override
    public Look look(RgbImage image) {
        return new Seeing(model.look(image));
    }

    @Override
    public Look lookAtNothing() {
        return model.lookAtNothing();
    }

    @Override
    public void close() {
        model.close();
    }

    private record Seeing(Look look) implements Look {

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
            return new Blind();
        }

        @Override
        public Usage usage() {
            return look.usage();
        }

        @Override
        public void close() {
            look.close();
        }
    }

    private record Blind() implements Look {

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return questions.stream().map(question -> MEANINGLESS).toList();
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            throw new IllegalStateException("nothing is asked about an image without its region");
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
