package dev.clue.constitution;

import java.util.List;

/** The category names of the OpenAI moderation interface, which a rule may map to. */
public final class ModerationCategories {

    /** Every name, as the interface spells it. */
    public static final List<String> ALL = List.of(
            "harassment",
            "harassment/threatening",
            "hate",
            "hate/threatening",
            "illicit",
            "illicit/violent",
            "self-harm",
            "self-harm/intent",
            "self-harm/instructions",
            "sexual",
            "sexual/minors",
            "violence",
            "violence/graphic");

    private ModerationCategories() {}
}
