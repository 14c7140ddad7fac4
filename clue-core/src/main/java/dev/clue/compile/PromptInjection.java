package dev.clue.compile;

import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Texts that speak to the model instead of about pictures. A rule cannot be kept from swaying the answers about itself,
 * by accident or not, so whatever the model says of such a rule, a person must look at it.
 */
final class PromptInjection {

    private static final String CHECK = "injection";

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

    private PromptInjection() {}

    /** One for each text that does. */
    static List<LockFinding> findings(List<String> texts) {
        return texts.stream()
                .distinct()
                .filter(text -> SPEAKS_TO_THE_MODEL.matcher(text).find())
                .map(text -> new LockFinding(
                        CHECK,
                        Severity.ERROR,
                        "\"" + text + "\" speaks to the model that reads it, so no answer about this rule can be"
                                + " trusted, nor the checks of its chain",
                        "say in the rule what a picture must not show, and nothing to whoever reads it; if it is right as"
                                + " it is, check the entry yourself, set edited: true and remove the finding"))
                .toList();
    }
}
