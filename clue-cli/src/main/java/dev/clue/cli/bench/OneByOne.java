package dev.clue.cli.bench;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * A model that is asked one question, and continues one dialogue, at a time, however many come together; all else as
 * ever.
 *
 * @param model the model; closed by whoever opened it
 */
record OneByOne(MultimodalModel model) implements MultimodalModel {

    @Override
    public ModelIdentity identity() {
        return model.identity();
    }

    @Override
    public Look look(RgbImage image) {
        return new OneByOneLook(model.look(image));
    }

    @Override
    public Look lookAtNothing() {
        return new OneByOneLook(model.lookAtNothing());
    }

    @Override
    public void close() {}

    private record OneByOneLook(Look look) implements Look {

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            List<AnswerProbability> answers = new ArrayList<>(questions.size());
            for (Question question : questions) {
                answers.addAll(look.ask(List.of(question)));
            }
            return answers;
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            return look.continueDialogue(dialogue, maxTokens);
        }

        @Override
        public Look without(Box region) {
            return new OneByOneLook(look.without(region));
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
}
