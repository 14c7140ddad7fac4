package dev.clue.openai;

import dev.clue.error.ConfigurationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a server's answers become probabilities of Yes and No: the user's choice, never made for them. */
public sealed interface AnswerMode {

    /** What can be written for one. */
    String FORMS = "logprobs, sampled:K, reasoning";

    /** From the log-probabilities of the first token, as in the paper: section 3.3. */
    LogProbabilities LOGPROBS = new LogProbabilities();

    /** No probabilities: every statement is reasoned about, section 3.5. */
    ReasoningOnly REASONING = new ReasoningOnly();

    /**
     * Reads a mode.
     *
     * @param text one of {@link #FORMS}
     * @throws ConfigurationException if it is none
     */
    static AnswerMode of(String text) {
        Matcher sampled = Sampled.FORM.matcher(text);
        if (sampled.matches()) {
            return new Sampled(Integer.parseInt(sampled.group(1)));
        }
        return switch (text) {
            case "logprobs" -> LOGPROBS;
            case "reasoning" -> REASONING;
            default ->
                throw new ConfigurationException("\"" + text + "\" is no way to read answers: there are " + FORMS
                        + " (K from 1 to " + Sampled.MOST + ")");
        };
    }

    /** Log-probabilities of the first token. */
    record LogProbabilities() implements AnswerMode {
        @Override
        public String toString() {
            return "logprobs";
        }
    }

    /**
     * The mean of several sampled answers, each weighted by the confidence that the model states with it. Coarser than
     * log-probabilities, and another run gives other numbers.
     *
     * @param samples answers to each question, 1 to {@value #MOST}
     */
    record Sampled(int samples) implements AnswerMode {

        /** The most answers to a question. */
        public static final int MOST = 99;

        private static final Pattern FORM = Pattern.compile("sampled:([1-9][0-9]?)");

        /** @throws ConfigurationException if there are too few or too many */
        public Sampled {
            if (samples < 1 || samples > MOST) {
                throw new ConfigurationException("sampled:" + samples + " must be from 1 to " + MOST);
            }
        }

        @Override
        public String toString() {
            return "sampled:" + samples;
        }
    }

    /** Reasoning alone. */
    record ReasoningOnly() implements AnswerMode {
        @Override
        public String toString() {
            return "reasoning";
        }
    }
}
