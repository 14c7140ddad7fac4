package dev.clue.openai;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a server says about itself and shows in an answer.
 *
 * @param version of vLLM; empty for other servers
 * @param contextTokens the longest prompt and answer; empty where the server does not say
 * @param tokenIds whether the tokens of Yes and No are asked for by their ids, so that none of them can be missing
 * @param temperature what temperature does to its log-probabilities
 */
public record ServerFacts(
        Optional<String> version, OptionalLong contextTokens, boolean tokenIds, TemperatureEffect temperature) {

    /** What temperature does to log-probabilities. clue asks at temperature 1, where all of these are the same. */
    public enum TemperatureEffect {
        /** Nothing: they are the model's own. */
        RAW,
        /** They are those that are sampled from. */
        APPLIED,
        /** Something else, or it cannot be told. */
        UNKNOWN
    }
}
