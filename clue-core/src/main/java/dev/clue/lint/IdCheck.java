package dev.clue.lint;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Whether an id names what the rule is about, so that it can stay when rules move and wordings change. */
final class IdCheck {

    private static final int LONGEST = 40;
    private static final int SLUG_WORDS = 5;

    private static final Pattern POSITION = Pattern.compile(
            "(?:rules?|r|policy|item|no|nr|id|point|section|entry|clause|requirement|req)?[-_.]?\\d+(?:[-_.]\\d+)*[a-z]?"
                    + "|rule|policy|item|id|name|first|second|third|last");
    private static final Pattern COUNTED = Pattern.compile(".*[-_.](?:v|r|rev|ver|version)?[-_.]?\\d+(?:\\.\\d+)*");
    private static final Pattern DATED = Pattern.compile(".*(?:^|[-_.])(?:19|20)\\d\\d(?:$|[-_.]).*");
    private static final Pattern PASSING = Pattern.compile(
            "(?:.*[-_.])?(?:new|old|tmp|temp|temporary|copy|final|draft|todo|wip|misc|untitled|foo|bar|baz|asdf|xxx|test"
                    + "|backup|latest|updated|current|next)");
    private static final Pattern RANDOM =
            Pattern.compile("(?=.*\\d)(?=.*[a-f])[0-9a-f]{6,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}.*");

    private IdCheck() {}

    static void check(LintedRule rule, Collected collected) {
        String why = why(rule);
        if (!why.isEmpty()) {
            collected.add(
                    LintCode.UNSTABLE_ID,
                    rule,
                    rule.source().id(),
                    "'" + rule.id() + "' " + why
                            + "; verdicts, tests and the lock know the rule by its id: name what it" + " is about"
                            + proposal(rule));
        }
    }

    private static String why(LintedRule rule) {
        String id = rule.id().toLowerCase(Locale.ROOT);
        if (RANDOM.matcher(id).matches()) {
            return "says nothing, and whatever made it makes another next time";
        }
        if (POSITION.matcher(id).matches()) {
            return "is a position, which changes when rules are added or moved";
        }
        if (PASSING.matcher(id).matches()) {
            return "says that it is for the time being";
        }
        if (DATED.matcher(id).matches()) {
            return "has a date in it, which a rule outlives";
        }
        if (COUNTED.matcher(id).matches()) {
            return "has a number in it, which changes with the next version or the next rule";
        }
        if (id.length() > LONGEST || isWording(id, rule)) {
            return "is the rule's wording, which changes when the rule is improved";
        }
        return "";
    }

    private static boolean isWording(String id, LintedRule rule) {
        PlacedText text =
                rule.source().text() == null ? rule.text() : rule.source().text();
        String slug = text.text().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return id.split("[-_.]", -1).length >= SLUG_WORDS && slug.startsWith(id.replaceAll("[_.]", "-"));
    }

    private static String proposal(LintedRule rule) {
        List<PolicyText.StatementText> last =
                rule.chain().isEmpty() ? List.of() : rule.chain().getLast();
        if (last.isEmpty()) {
            return "";
        }
        String name = String.join(
                        "-",
                        last.getFirst().objects().stream().map(PlacedText::text).toList())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-");
        return name.isEmpty() || name.equals(rule.id()) ? "" : ", such as " + name;
    }
}
