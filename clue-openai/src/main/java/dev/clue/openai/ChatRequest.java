package dev.clue.openai;

import dev.clue.model.TextRequest.JsonSchema;
import dev.clue.model.Turn;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked in a chat request, before it is written for one server.
 *
 * @param system what goes before the dialogue; empty for nothing
 * @param picture the image of the first turn, which goes before its text; or null
 * @param dialogue the turns
 * @param maxTokens where an answer is cut off
 * @param temperature 0 for the likeliest answer, 1 for the model's own probabilities
 * @param logprobs whether the log-probabilities of the first token are wanted
 * @param answers how many answers
 * @param seed where random numbers begin, or null
 * @param schema the form of the answer, or null
 */
record ChatRequest(
        String system,
        @Nullable SentPicture picture,
        List<Turn> dialogue,
        int maxTokens,
        double temperature,
        boolean logprobs,
        int answers,
        @Nullable Long seed,
        @Nullable JsonSchema schema) {

    private static final long SEED = 0;

    /** A question whose first token is scored. */
    static ChatRequest scored(@Nullable SentPicture picture, String question) {
        return new ChatRequest("", picture, List.of(Turn.user(question)), 1, 1, true, 1, null, null);
    }

    /** A question that is answered several times. */
    static ChatRequest sampled(@Nullable SentPicture picture, String question, int maxTokens, int answers, long seed) {
        return new ChatRequest("", picture, List.of(Turn.user(question)), maxTokens, 1, false, answers, seed, null);
    }

    /** A dialogue that is continued in the likeliest way. */
    static ChatRequest continued(@Nullable SentPicture picture, List<Turn> dialogue, int maxTokens) {
        return new ChatRequest("", picture, dialogue, maxTokens, 0, false, 1, SEED, null);
    }

    /** Whether it asks for text about no image: then being refused is an answer. */
    boolean isText() {
        return picture == null && !logprobs;
    }
}
