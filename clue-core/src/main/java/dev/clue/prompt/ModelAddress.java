package dev.clue.prompt;

import java.util.regex.Pattern;

/**
 * Texts that speak to the model instead of about pictures. The common ways are known, not all: what is not found may
 * still do so.
 */
public final class ModelAddress {

    private static final Pattern SPEAKS_TO_THE_MODEL = Pattern.compile("(?i)"
            + "\\b(ignore|disregard|forget|override|bypass)\\b.{0,40}\\b(instructions?|prompts?|above|previous|earlier|questions?"
            + "|rules?|examples?)\\b"
            + "|\\b(system|developer) (prompt|message)\\b"
            + "|\\bjson\\b"
            + "|\"[a-z_]+\"\\s*:"
            + "|\\b(answer|respond|reply|output|return|print)\\s+(only|with|always|exactly|yes|no|true|false)\\b"
            + "|\\b(rate|score)\\s+(it|this|the rule|every|each|all)\\b"
            + "|\\byou are (now )?(an?|the)\\b.{0,40}\\b(assistant|model|judge|ai|chatbot|expert)\\b"
            + "|\\b(as|you are) an? (ai|language model|llm)\\b"
            + "|<\\|?(im_start|im_end|system|assistant|end_of_turn|eot_id)\\b"
            + "|\\[/?inst\\]");

    private ModelAddress() {}

    /** Whether the text does. */
    public static boolean isIn(String text) {
        return SPEAKS_TO_THE_MODEL.matcher(text).find();
    }
}
