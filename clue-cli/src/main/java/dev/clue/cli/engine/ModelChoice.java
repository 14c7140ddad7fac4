package dev.clue.cli.engine;

import dev.clue.openai.AnswerMode;
import dev.clue.openai.Leader;
import dev.clue.openai.TransportOptions;
import org.jspecify.annotations.Nullable;

/**
 * Which models are wanted, and how they are asked.
 *
 * @param name a model's name, a folder, or {@code openai:NAME}
 * @param threads images that are judged at the same time
 * @param server what holds for a model behind a server
 */
public record ModelChoice(String name, int threads, Server server) {

    /**
     * How a server's model is asked.
     *
     * @param answers how its answers become probabilities
     * @param answerMass P(Yes) + P(No) below which an answer means nothing, 0 to 1
     * @param localModels whose encoder, detector and image domain judge beside it: a name or a folder, or null for none
     * @param leader whether a request about an image goes ahead of the others
     * @param unproven whether it may judge although it answers wrongly what nobody gets wrong
     * @param transport how patiently and how wide it is asked
     */
    public record Server(
            AnswerMode answers,
            double answerMass,
            @Nullable String localModels,
            Leader leader,
            boolean unproven,
            TransportOptions transport) {}
}
