package dev.clue.openai;

import dev.clue.error.ModelUnfitException;
import dev.clue.model.AnswerProbability;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sampled answers, each with the confidence that the model states, read as P(Yes) and P(No): their mean. An answer of
 * neither word adds to neither; one without a confidence counts whole. A number is a confidence only as a percentage or as a
 * decimal share, and from one half on, as it was asked for: other numbers count things.
 */
final class StatedConfidence {

    /** What is said after the question, so that the model states its confidence. */
    static final String REQUEST =
            "\nAfter that word, say how sure you are of it, from 50 to 100 percent, such as: Yes, 80 percent.";

    /** Where an answer is cut off. */
    static final int TOKENS = 16;

    private static final Pattern ANSWER = Pattern.compile("^\\W*(yes|no)\\b", Pattern.CASE_INSENSITIVE);

    private static final Pattern CONFIDENCE = Pattern.compile(
            "(?<![\\d.,])(?:(?<percentage>\\d{1,3}(?:[.,]\\d+)?)\\s*(?:[%\uff05]|per\\s?cent)|(?<share>[01]?\\.\\d+)(?!\\d))",
            Pattern.CASE_INSENSITIVE);

    private static final double HUNDRED = 100;
    private static final double LEAST = 0.5;
    private static final double WHOLE = 1;

    private StatedConfidence() {}

    /**
     * Reads them.
     *
     * @param answers at least one
     * @param leastMass the share of answers that must be one of the words, 0 to 1
     * @param who the model and where it is, for messages
     * @throws ModelUnfitException if too few are one of the words
     */
    static AnswerProbability of(List<String> answers, double leastMass, String who) {
        double yes = 0;
        double no = 0;
        for (String answer : answers) {
            Matcher read = ANSWER.matcher(answer);
            if (read.find()) {
                double sure = stated(answer.substring(read.end()));
                boolean isYes = read.group(1).toLowerCase(Locale.ROOT).equals("yes");
                yes += isYes ? sure : 1 - sure;
                no += isYes ? 1 - sure : sure;
            }
        }
        AnswerProbability mean = new AnswerProbability(yes / answers.size(), no / answers.size());
        if (mean.mass() < leastMass || mean.mass() == 0) {
            throw new ModelUnfitException(who + " began too few of " + answers.size()
                    + " sampled answers with Yes or No. Use another model, or --answers reasoning.");
        }
        return mean;
    }

    /** The first that can be one. */
    private static double stated(String afterTheWord) {
        Matcher number = CONFIDENCE.matcher(afterTheWord);
        while (number.find()) {
            String percentage = number.group("percentage");
            double sure = percentage == null
                    ? Double.parseDouble(number.group("share"))
                    : Double.parseDouble(percentage.replace(',', '.')) / HUNDRED;
            if (sure >= LEAST && sure <= WHOLE) {
                return sure;
            }
        }
        return WHOLE;
    }
}
