package dev.clue.openai;

import dev.clue.model.AnswerProbability;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Answers by a hash of the pixels and the question: the same each time, and different for whatever differs. */
record HashMind() implements ScriptedServer.Mind {

    @Override
    public AnswerProbability answer(@Nullable BufferedImage image, String question) {
        Random random = random(image, question);
        double mass = 0.5 + random.nextDouble() / 2;
        double yes = random.nextDouble();
        return new AnswerProbability(mass * yes, mass * (1 - yes));
    }

    @Override
    public String say(@Nullable BufferedImage image, String lastTurn) {
        Random random = random(image, lastTurn);
        return "I see " + random.nextInt(100) + " things and " + random.nextInt(100) + " more in this picture .";
    }

    private static Random random(@Nullable BufferedImage image, String question) {
        long pixels = image == null
                ? 1
                : Arrays.hashCode(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
        return new Random(31 * pixels + question.hashCode());
    }
}
