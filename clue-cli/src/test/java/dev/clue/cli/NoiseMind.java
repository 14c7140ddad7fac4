package dev.clue.cli;

import dev.clue.model.AnswerProbability;
import dev.clue.openai.ScriptedServer;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Answers by a hash of the pixels and the question: differently about different images, and without sense. */
record NoiseMind() implements ScriptedServer.Mind {

    @Override
    public AnswerProbability answer(@Nullable BufferedImage image, String question) {
        double yes = random(image, question).nextDouble();
        return new AnswerProbability(yes, 1 - yes);
    }

    @Override
    public String say(@Nullable BufferedImage image, String lastTurn) {
        return random(image, lastTurn).nextBoolean() ? "Yes" : "No";
    }

    private static Random random(@Nullable BufferedImage image, String question) {
        long pixels = image == null
                ? 1
                : Arrays.hashCode(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
        return new Random((31 * pixels + question.hashCode()) * 1_000_003L);
    }
}
