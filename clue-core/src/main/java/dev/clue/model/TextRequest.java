package dev.clue.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link TextModel} is asked.
 *
 * @param system what goes before the dialogue; empty for nothing
 * @param dialogue the turns so far, beginning and ending with the user
 * @param schema what the answer should look like, or null for free text. A model that decodes under a schema keeps to
 *     it; any other does not know of it, so the dialogue says the same in words
 * @param maxTokens where the answer is cut off at the latest, 1 or more
 * @param temperature 0 for the likeliest answer, higher for variety
 * @param seed for samples that can be repeated where the model supports it, or null
 */
public record TextRequest(
        String system,
        List<Turn> dialogue,
        @Nullable JsonSchema schema,
        int maxTokens,
        double temperature,
        @Nullable Long seed) {

    /**
     * @throws IllegalArgumentException if the turns do not alternate from user to user, or a number is out of range
     */
    public TextRequest {
        dialogue = List.copyOf(dialogue);
        Turn.requireDialogue(dialogue);
        if (maxTokens < 1 || !(temperature >= 0 && Double.isFinite(temperature))) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + " and temperature " + temperature
                    + ": need 1 or more, and 0 or more");
        }
    }

    /** A request for free text, decoded greedily. */
    public static TextRequest of(String system, String user, int maxTokens) {
        return new TextRequest(system, List.of(Turn.user(user)), null, maxTokens, 0, null);
    }

    /** The same for an answer of this form. */
    public TextRequest withSchema(JsonSchema form) {
        return new TextRequest(system, dialogue, form, maxTokens, temperature, seed);
    }

    /** The same, sampled. */
    public TextRequest sampled(double atTemperature, long withSeed) {
        return new TextRequest(system, dialogue, schema, maxTokens, atTemperature, withSeed);
    }

    /**
     * A JSON schema.
     *
     * @param name letters, digits, {@code _} and {@code -}, at most 64
     * @param json the schema itself, an object
     */
    public record JsonSchema(String name, String json) {

        /** @throws IllegalArgumentException if the name has other characters or another length */
        public JsonSchema {
            if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
                throw new IllegalArgumentException("\"" + name + "\" cannot name a schema");
            }
        }
    }
}
