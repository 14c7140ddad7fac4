package dev.clue.eval.calibration;

import dev.clue.image.Box;
import dev.clue.image.RgbImage;
import dev.clue.model.AnswerProbability;
import dev.clue.model.Look;
import dev.clue.model.ModelIdentity;
import dev.clue.model.MultimodalModel;
import dev.clue.model.Question;
import dev.clue.model.Turn;
import dev.clue.model.Usage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A model whose answers are calibrated; what it says in words stays as it is. Algorithm 1 reads it like any other
 * model.
 *
 * @param model who answers
 * @param calibration what is made of the answers
 */
public record CalibratedModel(MultimodalModel model, Calibration calibration) implements MultimodalModel {

    /** Another identity than the model's: its priors are others. */
    @Override
    public ModelIdentity identity() {
        ModelIdentity own = model.identity();
        return new ModelIdentity(
                own.name() + ", " + calibration.id(), "sha256:" + sha256(own.digest() + " " + calibration.id()));
    }

    @Override
    public Look look(RgbImage image) {
        return new CalibratedLook(model.look(image), image);
    }

    @Override
    public Look lookAtNothing() {
        return new CalibratedPrior(model.lookAtNothing());
    }

    /** Closes the model. */
    @Override
    public void close() {
        model.close();
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private final class CalibratedLook implements Look {

        private final Look look;
        private final RgbImage image;
        private Usage elsewhere = Usage.NONE;

        CalibratedLook(Look look, RgbImage image) {
            this.look = look;
            this.image = image;
        }

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return calibration.about(
                    new Calibration.View(model, look, image, spent -> elsewhere = elsewhere.plus(spent)), questions);
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
            return new CalibratedLook(look.without(region), image.blackOut(region));
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

    private final class CalibratedPrior implements Look {

        private final Look nothing;

        CalibratedPrior(Look nothing) {
            this.nothing = nothing;
        }

        @Override
        public List<AnswerProbability> ask(List<Question> questions) {
            return calibration.prior(model, questions);
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
