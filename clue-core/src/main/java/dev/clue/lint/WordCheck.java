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

    private WordCheck() {}

    static void check(LintedRule rule, Collected collected) {
        List<PlacedText> texts = new ArrayList<>(List.of(rule.text()));
        rule.statements().forEach(statement -> texts.add(statement.text()));
        texts.removeIf(text -> text.text().length() > LengthCheck.MOST_CHARACTERS);
        for (PlacedText text : texts) {
            report(VAGUE, LintCode.VAGUE_WORD, rule, text, "is in the eye of the beholder", collected);
            report(
                    INNER,
                    LintCode.FEELING_OR_INTENT,
                    rule,
                    text,
                    "is inside a person, and no image shows it",
                    collected);
            report(HIDDEN, LintCode.NOT_VISIBLE, rule, text, "cannot be seen in an image", collected);
            quantities(rule, text, collected);
        }
    }

    private static void report(
            Lexicon lexicon, LintCode code, LintedRule rule, PlacedText text, String why, Collected collected) {
        for (Hit hit : lexicon.hits(text.text())) {
            add(code, rule, text, hit, why, collected);
        }
    }

    private static void quantities(LintedRule rule, PlacedText text, Collected collected) {
        for (Hit hit : QUANTITY.hits(text.text())) {
            String rest =
                    text.text().substring(hit.start(), Math.min(text.text().length(), hit.end() + SOON));
            if (!MEASURE.matcher(rest).find()) {
                add(LintCode.QUANTITY_WITHOUT_NUMBER, rule, text, hit, "has no number or measure", collected);
            }
        }
    }

    private static void add(LintCode code, LintedRule rule, PlacedText text, Hit hit, String why, Collected collected) {
        String words = text.text().substring(hit.start(), hit.end());
        collected.add(code, rule, text, hit.start(), hit.end(), "'" + words + "' " + why + ": " + hit.advice());
    }
}
