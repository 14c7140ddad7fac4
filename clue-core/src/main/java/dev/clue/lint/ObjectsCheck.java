package dev.clue.lint;

import dev.clue.lint.PolicyText.StatementText;
import dev.clue.yaml.Span;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether each statement about things names them as objects, and names nothing else. */
final class ObjectsCheck {

    /** Statements about the image as a whole have no region. */
    private static final Pattern SETTING = Pattern.compile(
            "(?i)^(?:the |this )?(?:scene|image|picture|photo|photograph|setting|background|place|sky|room|view"
                    + "|lighting|weather)\\b.*|^it (?:is|was)\\b.*|^(?:indoors|outdoors).*");

    private ObjectsCheck() {}

    static void check(LintedRule rule, Collected collected) {
        for (StatementText statement : rule.statements()) {
            if (statement.text().isHuge()) {
                continue;
            }
            if (statement.objects().isEmpty()) {
                missing(rule, statement, collected);
            } else {
                foreign(rule, statement, collected);
            }
        }
    }

    private static void missing(LintedRule rule, StatementText statement, Collected collected) {
        String text = statement.text().text();
        if (SETTING.matcher(text).matches()) {
            return;
        }
        List<String> things = NamedThings.in(text);
        String proposal = things.isEmpty() ? "" : ", such as objects: " + things;
        LintFix fix = things.isEmpty()
                ? null
                : new LintFix("Name the objects " + things, insertion(statement), inserted(statement, things));
        collected.add(
                LintCode.OBJECTS_MISSING,
                rule.id(),
                statement.text().file(),
                statement.text().span(),
                statement.text().quoted()
                        + " names no objects, so no detector looks for them and small ones are overlooked: add them"
                        + proposal,
                fix);
    }

    private static void foreign(LintedRule rule, StatementText statement, Collected collected) {
        Set<String> words = new HashSet<>(Meaning.words(statement.text().text()));
        for (PlacedText object : statement.objects()) {
            if (object.isHuge() || Meaning.words(object.text()).stream().anyMatch(words::contains)) {
                continue;
            }
            collected.add(
                    LintCode.OBJECT_NOT_IN_STATEMENT,
                    rule,
                    object,
                    object.quoted() + " is not in the statement "
                            + statement.text().quoted()
                            + ", so a region of something else would be looked at: name what the statement names");
        }
    }

    private static Span insertion(StatementText statement) {
        int end = statement.text().span().end();
        int at = statement.flow() ? end : statement.text().file().yaml().endOfLine(end);
        return statement.text().file().yaml().span(at, at);
    }

    private static String inserted(StatementText statement, List<String> things) {
        String objects = "objects: [" + String.join(", ", things) + "]";
        return statement.flow() ? ", " + objects : "\n" + " ".repeat(statement.keyColumn() - 1) + objects;
    }
}
