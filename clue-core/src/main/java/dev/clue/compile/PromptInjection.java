package dev.clue.compile;

import dev.clue.constitution.LockFinding;
import dev.clue.constitution.LockFinding.Severity;
import dev.clue.prompt.ModelAddress;
import java.util.List;

/**
 * Texts that speak to the model instead of about pictures. A rule cannot be kept from swaying the answers about itself,
 * by accident or not, so whatever the model says of such a rule, a person must look at it.
 */
final class PromptInjection {

    private static final String CHECK = "injection";

    private PromptInjection() {}

    /** One for each text that does. */
    static List<LockFinding> findings(List<String> texts) {
        return texts.stream()
                .distinct()
                .filter(ModelAddress::isIn)
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
