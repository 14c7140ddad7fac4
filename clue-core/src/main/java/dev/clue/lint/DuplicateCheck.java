package dev.clue.lint;

import dev.clue.lint.PolicyText.StatementText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What is written twice: statements within a rule, statements of several rules that differ in form alone, rules. */
final class DuplicateCheck {

    /** What YAML reads as it is written, wherever it stands. */
    private static final Pattern PLAIN = Pattern.compile("\\p{L}[\\p{L}\\p{N} ’-]*");

    private DuplicateCheck() {}

    private record Written(LintedRule rule, StatementText statement) {

        String place() {
            return "line " + statement.text().span().line() + (rule.id().isEmpty() ? "" : " (" + rule.id() + ")");
        }

        boolean sameAs(StatementText other) {
            return statement.text().text().equals(other.text().text())
                    && objects(statement).equals(objects(other));
        }

        private static List<String> objects(StatementText statement) {
            return statement.objects().stream().map(PlacedText::text).toList();
        }
    }

    static void check(List<LintedRule> rules, Collected collected) {
        Map<Meaning, Written> first = new HashMap<>();
        Map<String, LintedRule> texts = new HashMap<>();
        for (LintedRule rule : rules) {
            Set<Meaning> ofRule = new HashSet<>();
            for (StatementText statement : rule.statements()) {
                if (statement.text().isHuge()) {
                    continue;
                }
                Meaning meaning = Meaning.of(statement.text().text());
                Written written = first.putIfAbsent(meaning, new Written(rule, statement));
                if (!ofRule.add(meaning)) {
                    collected.add(
                            LintCode.DUPLICATE_STATEMENT,
                            rule,
                            statement.text(),
                            statement.text().quoted() + " stands in this rule already: remove one of them");
                } else if (written != null && !written.sameAs(statement)) {
                    differently(rule, statement, written, collected);
                }
            }
            rule(rule, texts, collected);
        }
    }

    private static void differently(LintedRule rule, StatementText statement, Written written, Collected collected) {
        PlacedText text = statement.text();
        String other = written.statement().text().text();
        boolean sameWords = text.text().equals(other);
        String message = sameWords
                ? text.quoted() + " has other objects than on " + written.place()
                        + ", so it is asked twice an image instead of once: give it the same objects"
                : text.quoted() + " says the same as "
                        + written.statement().text().quoted() + " on " + written.place()
                        + ", but is asked once more, because it is written otherwise: write both alike";
        boolean plain = PLAIN.matcher(other).matches()
                && PLAIN.matcher(text.file().yaml().text(text.span())).matches();
        LintFix fix = sameWords || !plain ? null : new LintFix("Write '" + other + "'", text.span(), other);
        collected.add(LintCode.DUPLICATE_STATEMENT, rule.id(), text.file(), text.span(), message, fix);
    }

    private static void rule(LintedRule rule, Map<String, LintedRule> texts, Collected collected) {
        if (rule.text().isHuge()) {
            return;
        }
        String words = String.join(" ", Meaning.words(rule.text().text()));
        LintedRule other = texts.putIfAbsent(words, rule);
        if (other != null) {
            collected.add(
                    LintCode.DUPLICATE_RULE,
                    rule,
                    rule.text(),
                    "rule " + other.id() + " on line " + other.source().span().line()
                            + " says the same: remove one of them");
        }
    }
}
