package dev.clue.eval.debiasing;

import dev.clue.digest.Sha256;
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
 * A model out of whose answers a bias is taken; what it says in words stays as it is. Algorithm 1 reads it like any
 * other model.
 *
 * @param model who answers
 * @param debiasing what is made of the answers
 */
public record DebiasedModel(MultimodalModel model, Debiasing debiasing) implements MultimodalModel {

    /** Another identity than the model's: its priors are others. */
    @Override
    public ModelIdentity identity() {
        ModelIdentity own = model.identity();
        return new ModelIdentity(
                own.name() + ", " + debiasing.id(),
                "sha256:" + Sha256.ofParts(own.digest(), debiasing.id()),
                own.unproven());
    }

    @Override
    public Look look(RgbImage image) {
        return new DebiasedLook(model.look(image), image);
    }

    @Override
    public Look lookAtNothing() {
        return new DebiasedPrior(model.lookAtNothing());
    }

    /** Closes the model. */
    @Override
    public void close() {
        model.close();
    }

    private final class DebiasedLook implements Look {

        private final Look look;
        private final RgbImage image;
        private Usage elsewhere = Usage.NONE;

        DebiasedLook(Look look, RgbImage image) {
            this.look = look;
            this.image = image;
        }

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return debiasing.about(
                    new Debiasing.View(model, look, image, spent -> elsewhere = elsewhere.plus(spent)), questions);
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
            return new DebiasedLook(look.without(region), image.blackOut(region));
        }

        @Override
        public Usage usage() {
            return look.usage().plus(elsewhere);
        }

        @Override
        public void close() {
            look.close();
        }
    }

    private final class DebiasedPrior implements Look {

        private final Look nothing;

        DebiasedPrior(Look nothing) {
            this.nothing = nothing;
        }

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return debiasing.prior(model, questions);
        }

        @Override
        public String continueDialogue(List<Turn> dialogue, int maxTokens) {
            return nothing.continueDialogue(dialogue, maxTokens);
        }

        @Override
        public List<String> continueDialogues(List<List<Turn>> dialogues, int maxTokens) {
            return nothing.continueDialogues(dialogues, maxTokens);
        }

        @Override
        public Look without(Box region) {
            throw new IllegalStateException("a look at nothing has no regions");
        }

        @Override
        public Usage usage() {
            return nothing.usage();
        }

        @Override
        public void close() {
            nothing.close();
        }
    }
}
