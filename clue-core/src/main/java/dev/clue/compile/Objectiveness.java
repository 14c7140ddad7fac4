package dev.clue.compile;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.constitution.LockEntry;
import dev.clue.constitution.LockEntry.Attempt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How objective a rule is, from 1 to 10, explained first (paper section 3.1). */
final class Objectiveness {

    static final int LONGEST_EXPLANATION = 1000;

    /** A whole number, perhaps with the scale behind it. */
    private static final Pattern SCORE = Pattern.compile("(\\d{1,2})(\\.0+)?(\\s*(/|out of)\\s*10)?");

    private final Interview interview;

    Objectiveness(Interview interview) {
        this.interview = interview;
    }

    /** Rates a version of a rule. */
    Attempt rate(String rule) {
        return interview.ask(
                Step.OBJECTIVENESS,
                CompilePrompts.objectiveness(rule),
                "score",
                answer ->
                        new Attempt(rule, score(answer), AnswerJson.text(answer, "explanation", LONGEST_EXPLANATION)));
    }

    private static int score(JsonNode answer) {
        Matcher score = SCORE.matcher(answer.path("score").asText().strip());
        int value = score.matches() ? Integer.parseInt(score.group(1)) : 0;
        if (value < LockEntry.LOWEST_SCORE || value > LockEntry.HIGHEST_SCORE) {
            throw new UnusableAnswerException("\"score\" must be a whole number from 1 to 10");
        }
        return value;
    }
}
