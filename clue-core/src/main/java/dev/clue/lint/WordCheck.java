package dev.clue.lint;

import dev.clue.lint.Lexicon.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Words that no image can answer for: evaluations, feelings and intentions, facts beyond the image, bare quantities. */
final class WordCheck {

    private static final Lexicon VAGUE = Lexicon.read("vague.txt", "say what is seen in the image");
    private static final Lexicon INNER =
            Lexicon.read("feelings.txt", "say what a face, a posture or a hand shows, or leave it out");
    private static final Lexicon HIDDEN =
            Lexicon.read("not-visible.txt", "say what is seen in the image instead, or leave it out");
    private static final Lexicon QUANTITY =
            Lexicon.read("quantity.txt", "write a number, or compare with something that is visible");

    /** A quantity that a number follows soon says how much is meant. */
    private static final Pattern MEASURE = Lexicon.wholeWords(
            "\\d+|two|three|four|five|six|seven|eight|nine|ten|dozen|half|third|quarter|percent|than an? \\w+|than the"
                    + " \\w+|an arm's length|arm's reach");

    private static final int SOON = 40;

    /** Of a text with more findings of one kind, the first are shown. */
    private static final int MOST_HITS = 20;

    private WordCheck() {}

    static void check(LintedRule rule, Collected collected) {
        List<PlacedText> texts = new ArrayList<>(List.of(rule.text()));
        rule.statements().forEach(statement -> texts.add(statement.text()));
        texts.removeIf(PlacedText::isHuge);
        for (PlacedText text : texts) {
            report(VAGUE, LintCode.VAGUE_WORD, rule, text, "is in the eye of the beholder", collected);
            report(
                    INNER,
                    LintCode.FEELING_OR_INTENT,
                    rule,
                    text,
                    "is inside a person, and no image shows it",
                    collected);
            hidden(rule, text, collected);
            quantities(rule, text, collected);
        }
    }

    private static void report(
            Lexicon lexicon, LintCode code, LintedRule rule, PlacedText text, String why, Collected collected) {
        add(code, rule, text, lexicon.hits(text.text()), why, collected);
    }

    private static void hidden(LintedRule rule, PlacedText text, Collected collected) {
        List<Hit> hits = HIDDEN.hits(text.text()).stream()
                .filter(hit -> !ThingName.has(text.text(), hit))
                .toList();
        add(LintCode.NOT_VISIBLE, rule, text, hits, "cannot be seen in an image", collected);
    }

    private static void quantities(LintedRule rule, PlacedText text, Collected collected) {
        List<Hit> bare = QUANTITY.hits(text.text()).stream()
                .filter(hit -> !isMeasured(text.text(), hit))
                .toList();
        add(LintCode.QUANTITY_WITHOUT_NUMBER, rule, text, bare, "has no number or measure", collected);
    }

    private static boolean isMeasured(String text, Hit hit) {
        String rest = text.substring(hit.start(), Math.min(text.length(), hit.end() + SOON));
        return MEASURE.matcher(rest).find();
    }

    private static void add(
            LintCode code, LintedRule rule, PlacedText text, List<Hit> hits, String why, Collected collected) {
        for (int i = 0; i < Math.min(hits.size(), MOST_HITS); i++) {
            Hit hit = hits.get(i);
            String words = text.text().substring(hit.start(), hit.end());
            String more = i + 1 < MOST_HITS || hits.size() == MOST_HITS
                    ? ""
                    : " (and " + (hits.size() - MOST_HITS) + " more in this text)";
            collected.add(
                    code, rule, text, hit.start(), hit.end(), "'" + words + "' " + why + ": " + hit.advice() + more);
        }
    }
}
