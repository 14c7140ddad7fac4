package dev.clue.model;

import dev.clue.image.RgbImage;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A script without meaning: answers are drawn by a seed, the image's pixels and the text, and nothing else. Every
 * branch of Algorithm 1 comes up: sure and unsure scores, low answer mass, usable and broken summaries.
 */
public record RandomScript(long seed) implements ScriptedModel.Script {

    private static final List<String> SUMMARIES = List.of(
            "{\"rating\": \"Yes\", \"rationale\": \"it is there\"}",
            "{\"rating\": \"No\", \"rationale\": \"it is not there\"}",
            "```json\n{'rating': 'yes.', 'rationale': 'it's there',}\n```",
            "{rating: False}",
            "{\"rationale\": \"I cannot tell\"}",
            "I would rather not say.");

    @Override
    public AnswerProbability answer(@Nullable RgbImage image, Question question) {
        Random random = Hashes.random(seed, image, question.text());
        double mass = random.nextInt(12) == 0 ? random.nextDouble() * 0.06 : 0.05 + 0.95 * random.nextDouble();
        double score = switch (random.nextInt(5)) {
            case 0, 1 -> 1 - 0.1 * random.nextDouble();
            case 2, 3 -> 0.1 * random.nextDouble();
            default -> random.nextDouble();
        };
        return new AnswerProbability(mass * score, mass * (1 - score));
    }

    @Override
    public String say(@Nullable RgbImage image, List<Turn> dialogue) {
        Random random = Hashes.random(seed, image, dialogue.toString());
        return dialogue.size() == 1
                ? "I see the number " + random.nextInt(1000) + " in it."
                : SUMMARIES.get(random.nextInt(SUMMARIES.size()));
    }
}
