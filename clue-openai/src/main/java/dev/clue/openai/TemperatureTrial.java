package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelException;
import dev.clue.model.Turn;
import dev.clue.openai.ServerFacts.TemperatureEffect;
import dev.clue.prompt.Prompts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the same at two temperatures: where log-probabilities are those after temperature, the distance between two tokens
 * shrinks as temperature grows.
 */
final class TemperatureTrial {

    private static final double HIGHER = 2;
    private static final double TOLERANCE = 0.05;
    private static final double FAR_APART = 0.2;

    private TemperatureTrial() {}

    static TemperatureEffect of(Chat chat) {
        Map<String, Double> usual;
        Map<String, Double> higher;
        try {
            usual = logprobs(chat, 1);
            higher = logprobs(chat, HIGHER);
        } catch (ModelException e) {
            return TemperatureEffect.UNKNOWN;
        }
        List<String> common =
                usual.keySet().stream().filter(higher::containsKey).sorted().toList();
        for (String one : common) {
            for (String other : common) {
                double distance = usual.getOrDefault(one, 0.0) - usual.getOrDefault(other, 0.0);
                if (distance > FAR_APART) {
                    double ratio = (higher.getOrDefault(one, 0.0) - higher.getOrDefault(other, 0.0)) / distance;
                    return effect(ratio);
                }
            }
        }
        return TemperatureEffect.UNKNOWN;
    }

    private static TemperatureEffect effect(double ratio) {
        if (Math.abs(ratio - 1) < TOLERANCE) {
            return TemperatureEffect.RAW;
        }
        return Math.abs(ratio - 1 / HIGHER) < TOLERANCE ? TemperatureEffect.APPLIED : TemperatureEffect.UNKNOWN;
    }

    private static Map<String, Double> logprobs(Chat chat, double temperature) {
        String question = Prompts.precondition("a cat is visible").text();
        ChatAnswer answer =
                chat.ask(new ChatRequest("", null, List.of(Turn.user(question)), 1, temperature, true, 1, null, null));
        Map<String, Double> logprobs = new HashMap<>();
        for (JsonNode token : answer.first().logprobs().path("content").path(0).path("top_logprobs")) {
            double logprob = token.path("logprob").asDouble(Double.NaN);
            if (logprob > -100) {
                logprobs.put(token.path("token").asText(""), logprob);
            }
        }
        return logprobs;
    }
}
