package dev.clue.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clue.error.ModelUnfitException;
import dev.clue.model.AnswerProbability;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The log-probabilities of the first token of an answer, read as P(Yes) and P(No): every way to write the words that the
 * server tells of is summed, by letter case and with white space before it. A way that it does not tell of was less likely
 * than all that it does.
 */
final class FirstToken {

    /** Ways to write the answers as tokens, for servers that can be asked about tokens. */
    static final List<String> WORDS =
            List.of("Yes", " Yes", "yes", " yes", "YES", " YES", "No", " No", "no", " no", "NO", " NO");

    /** What byte-level and sentence-piece tokenizers write for a space. */
    private static final String SPACES = "[\\s\u0120\u2581\u010a]+";

    private static final double ROUNDING = 1e-4;

    private final String who;
    private final String does;
    private final double leastMass;

    /**
     * @param who the model and where it is, for messages
     * @param does what it does with Yes or No, for messages
     * @param leastMass P(Yes) + P(No) below which the answer means nothing, 0 to 1
     */
    FirstToken(String who, String does, double leastMass) {
        this.who = who;
        this.does = does;
        this.leastMass = leastMass;
    }

    private record Entry(String token, double logprob) {}

    /**
     * Reads them.
     *
     * @throws ModelUnfitException if there are none, if they are not those of the answer's first token, if they are no
     *     probabilities, or if too little of them is on Yes and No
     */
    AnswerProbability probability(ChatAnswer.Choice choice) {
        if (!choice.thoughts().isEmpty()) {
            throw new ModelUnfitException(
                    who + " thinks before it answers, so its first token says nothing about Yes and"
                            + " No. Start the server with thinking switched off, or use --answers reasoning.");
        }
        JsonNode first = choice.logprobs().path("content").path(0);
        if (!first.path("token").isTextual() || !first.path("logprob").isNumber()) {
            throw new ModelUnfitException(who + " gives no log-probabilities with its answers"
                    + (choice.logprobs().isEmpty() ? "" : " where they belong (choices[0].logprobs.content)") + ". "
                    + Advice.MODES);
        }
        requireBeginningOf(choice.text(), first.path("token").textValue());
        Set<Entry> entries = new HashSet<>();
        entries.add(entry(first));
        first.path("top_logprobs").forEach(other -> entries.add(entry(other)));
        double yes = 0;
        double no = 0;
        double all = 0;
        for (Entry entry : entries) {
            double probability = Math.exp(entry.logprob());
            all += probability;
            switch (word(entry.token())) {
                case "yes" -> yes += probability;
                case "no" -> no += probability;
                default -> {}
            }
        }
        if (!(all <= 1 + ROUNDING * entries.size())) {
            throw new ModelUnfitException(who + " gives log-probabilities that add up to " + all
                    + ", which are no probabilities. " + Advice.MODES);
        }
        double scale = Math.max(1, all);
        AnswerProbability answer = new AnswerProbability(yes / scale, no / scale);
        requireMass(answer, entries);
        return answer;
    }

    private void requireBeginningOf(String text, String token) {
        String beginning = token.replaceAll(SPACES, " ").strip();
        boolean special = beginning.startsWith("<") && beginning.endsWith(">");
        boolean broken = beginning.contains("\ufffd");
        if (!text.isEmpty() && !special && !broken && !text.startsWith(beginning) && !beginning.startsWith(text)) {
            throw new ModelUnfitException(who + " gives log-probabilities of \"" + shown(beginning)
                    + "\", but its answer begins with \"" + shown(text) + "\": they belong to another place. "
                    + Advice.MODES);
        }
    }

    private void requireMass(AnswerProbability answer, Set<Entry> entries) {
        if (answer.mass() < leastMass || answer.mass() == 0) {
            Entry likeliest = entries.stream()
                    .max((one, other) -> Double.compare(one.logprob(), other.logprob()))
                    .orElseThrow();
            throw new ModelUnfitException(String.format(
                    Locale.ROOT,
                    "%s %s with Yes or No in %.1f %% of its probability, less than the %.1f %% that are needed; its"
                            + " likeliest first token is \"%s\" with %.1f %%. %s",
                    who,
                    does,
                    100 * answer.mass(),
                    100 * leastMass,
                    shown(likeliest.token()),
                    100 * Math.exp(likeliest.logprob()),
                    Advice.LITTLE_MASS));
        }
    }

    private Entry entry(JsonNode json) {
        JsonNode logprob = json.path("logprob");
        double value = logprob.isNull() ? Double.NEGATIVE_INFINITY : logprob.asDouble(Double.NaN);
        if (Double.isNaN(value) || value > ROUNDING) {
            throw new ModelUnfitException(who + " gives the log-probability " + logprob.asText("none") + " for \""
                    + shown(json.path("token").asText("")) + "\", which is none. " + Advice.MODES);
        }
        return new Entry(json.path("token").asText(""), value);
    }

    private static String word(String token) {
        return token.replaceFirst("^" + SPACES, "").toLowerCase(Locale.ROOT);
    }

    private static String shown(String text) {
        String safe = text.replaceAll("[\\p{Cc}\\p{Cf}\\s]+", " ").strip();
        return safe.length() <= 20 ? safe : safe.substring(0, 20) + "…";
    }
}
