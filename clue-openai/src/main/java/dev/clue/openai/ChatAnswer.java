package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.Usage;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server answered to a chat request.
 *
 * @param choices its answers, at least one
 * @param usage what they cost: one call, the prompt's tokens without those that a cache gave, the generated tokens
 * @param promptTokens all tokens of the prompt; 0 where the server does not say
 */
record ChatAnswer(List<Choice> choices, Usage usage, long promptTokens) {

    /**
     * One answer.
     *
     * @param text the text, without what the model thought before it; perhaps empty
     * @param thoughts what the model thought, perhaps empty
     * @param finish why it ends, as the server says it
     * @param refusal why the model declines to answer; empty if it does not
     * @param logprobs the log-probabilities as they came, perhaps missing
     */
    record Choice(String text, String thoughts, String finish, String refusal, JsonNode logprobs) {}

    /** The finish of an answer that a filter held back. */
    static final String FILTERED = "content_filter";

    private static final String END_OF_THOUGHTS = "</think>";
    private static final String THOUGHTS = "<think>";

    /**
     * Reads an answer.
     *
     * @param who the model and where it is, for messages
     * @throws ModelUnfitException if it is none
     */
    static ChatAnswer of(JsonNode json, String who) {
        List<Choice> choices = new ArrayList<>();
        for (JsonNode choice : json.path("choices")) {
            if (choice.path("message").isObject()) {
                choices.add(choice(choice));
            }
        }
        if (choices.isEmpty()) {
            throw new ModelUnfitException(who + " gave an answer without choices[0].message"
                    + ServerWords.in(json).quoted() + ". " + Advice.NO_API);
        }
        JsonNode usage = json.path("usage");
        return new ChatAnswer(List.copyOf(choices), usage(usage), promptTokens(usage));
    }

    /** What stands for an answer that a filter held back. */
    static ChatAnswer refused(String why) {
        Choice choice = new Choice("", "", FILTERED, why.isEmpty() ? FILTERED : why, Json.missing());
        return new ChatAnswer(List.of(choice), Usage.NONE, 0);
    }

    /** The first of them. */
    Choice first() {
        return choices.getFirst();
    }

    private static Choice choice(JsonNode choice) {
        JsonNode message = choice.path("message");
        String text = text(message.path("content"));
        String thoughts = message.path("reasoning_content")
                .asText(message.path("reasoning").asText(""));
        int end = text.indexOf(END_OF_THOUGHTS);
        if (end >= 0) {
            thoughts += text.substring(0, end).replaceFirst("^\\s*" + THOUGHTS, "");
            text = text.substring(end + END_OF_THOUGHTS.length());
        } else if (text.strip().startsWith(THOUGHTS)) {
            thoughts += text;
            text = "";
        }
        return new Choice(
                text.strip(),
                thoughts.strip(),
                choice.path("finish_reason").asText(""),
                message.path("refusal").asText("").strip(),
                choice.path("logprobs"));
    }

    private static String text(JsonNode content) {
        if (!content.isArray()) {
            return content.asText("");
        }
        StringBuilder text = new StringBuilder();
        content.forEach(part -> text.append(part.path("text").asText("")));
        return text.toString();
    }

    private static Usage usage(JsonNode usage) {
        long prompt = promptTokens(usage);
        long cached = usage.path("prompt_tokens_details").path("cached_tokens").asLong(0);
        long answer = Math.max(0, usage.path("completion_tokens").asLong(0));
        return new Usage(1, prompt - Math.clamp(cached, 0, prompt), answer);
    }

    private static long promptTokens(JsonNode usage) {
        return Math.max(0, usage.path("prompt_tokens").asLong(0));
    }
}
